import { DomainError } from '../kernel/domain-error.js';
import { checkNewRole, isRoleName } from './role.rules.js';

describe('the name of a role', () => {
  it.each(['realm-admin', 'a', 'ns:Role_1.x', 'x'.repeat(64)])('may be %s', (name) => {
    expect(isRoleName(name)).toBe(true);
  });

  it.each(['', 'x'.repeat(65), 'a b', 'a,b', 'ä', 'admin ', 'admin\n', null, ['admin']])('may not be %j', (name) => {
    expect(isRoleName(name)).toBe(false);
  });
});

describe('a new role', () => {
  it('is refused with every bad field named', () => {
    const check = (): void => checkNewRole('a b', 'x'.repeat(256));
    expect(check).toThrow(DomainError);
    expect(check).toThrow(
      expect.objectContaining({
        fields: [expect.objectContaining({ field: 'name' }), expect.objectContaining({ field: 'description' })],
      }),
    );
  });

  it('needs no description', () => {
    expect(() => checkNewRole('auditor', null)).not.toThrow();
  });
});
