import { passwordFault } from './password.policy.js';

const POLICY = { minLength: 8, maxLength: 256 };
const ANN = { username: 'Ann.Example.User', email: 'ann@example.com' };
const fault = (password: string): string | null => passwordFault(POLICY, password, ANN);

describe('passwordFault', () => {
  it.each([
    'correct horse battery staple',
    'zq8#Lw2x',
    '        x',
    'пароль-для-анны',
    '🦊🦊🦊🦊🦊🦊🦊🦊',
    'x'.repeat(256),
  ])('takes %j, whatever it is composed of', (password) => {
    expect(fault(password)).toBeNull();
  });

  it('counts code points', () => {
    expect(fault('🦊'.repeat(7))).toMatch(/fewer than 8/);
    expect(fault('🦊'.repeat(256))).toBeNull();
    expect(fault('🦊'.repeat(257))).toMatch(/more than 256/);
  });

  it.each(['Ann.Example.User', 'ANN.EXAMPLE.USER', 'ann@example.com', 'Ann@Example.com'])(
    'refuses own name %s',
    (password) => {
      expect(fault(password)).toMatch(/username|e-mail/);
    },
  );

  it.each(['password', 'PassWord123', '12345678', 'qwertyuiop', 'onesaitplatform', 'P@ssw0rd', 'iloveyou1'])(
    'refuses the common %s',
    (password) => {
      expect(fault(password)).toBe('is among the commonest');
    },
  );

  it('bounds what is hashed whatever the policy of the realm', () => {
    expect(passwordFault({ minLength: 1, maxLength: 1_000_000 }, 'x'.repeat(5000), ANN)).not.toBeNull();
  });
});
