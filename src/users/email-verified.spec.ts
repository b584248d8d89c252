import { attributesAfter, isEmailVerified, verifiedEmail } from './email-verified.js';
import type { User } from './user.types.js';

const user = (attributes: Record<string, unknown>): User =>
  ({ email: 'ann@example.com', attributes }) as unknown as User;

describe('whether an address is verified', () => {
  it('is said among the attributes, and by true alone', () => {
    expect(isEmailVerified(user({ email_verified: true }))).toBe(true);
    for (const said of [false, 'true', 1, undefined])
      expect(isEmailVerified(user({ email_verified: said }))).toBe(false);
    expect(verifiedEmail(user({ team: 'x' }))).toEqual({ attributes: { team: 'x', email_verified: true } });
  });

  it('is not known of the next address', () => {
    const verified = user({ team: 'x', email_verified: true });
    expect(attributesAfter(verified, { email: 'ann@elsewhere.example' })).toEqual({ team: 'x' });
    expect(attributesAfter(verified, { email: null })).toEqual({ team: 'x' });
  });

  it('stays with the same address, and as whoever changes both says', () => {
    const verified = user({ email_verified: true });
    expect(attributesAfter(verified, { email: 'ann@example.com' })).toEqual({ email_verified: true });
    expect(attributesAfter(verified, { fullName: 'Ann' })).toEqual({ email_verified: true });
    const attributes = { email_verified: true, team: 'y' };
    expect(attributesAfter(verified, { email: 'ann@elsewhere.example', attributes })).toEqual(attributes);
  });
});
