import type { User } from '../../users/user.types.js';
import { claimsOfScopes } from './claims-by-scope.js';
import { userClaims } from './user-claims.js';

const ADDRESS = { country: 'GB', formatted: 'London' };

const ada = (change: Partial<User> = {}): User => ({
  id: '018f0000-0000-7000-8000-000000000000',
  username: 'ada',
  email: 'ada@example.com',
  fullName: 'Ada Lovelace',
  attributes: { given_name: 'Ada', phone_number: '+44 1', address: ADDRESS, sub: 'forged', department: 'engines' },
  enabled: true,
  notBefore: null,
  version: 1,
  createdAt: 1000,
  updatedAt: 1_700_000_000_999,
  ...change,
});

describe('the claims of a user', () => {
  it.each([
    ['profile', { name: 'Ada Lovelace', given_name: 'Ada', preferred_username: 'ada', updated_at: 1_700_000_000 }],
    ['email', { email: 'ada@example.com', email_verified: false }],
    ['address', { address: ADDRESS }],
    ['phone', { phone_number: '+44 1', phone_number_verified: false }],
    ['openid', {}],
    ['reports:read', {}],
  ])('of the scope %s are these', (scope, claims) => {
    expect(userClaims(ada(), claimsOfScopes([scope]))).toEqual(claims);
  });

  it('are none beside the standard ones, whoever asks', () => {
    expect(userClaims(ada(), ['sub', 'department', 'iss', '__proto__', 'constructor'])).toEqual({});
  });

  it('are left out where nothing is known', () => {
    const nobody = ada({ email: null, fullName: null, attributes: {} });
    expect(userClaims(nobody, claimsOfScopes(['email', 'phone', 'address']))).toEqual({});
    expect(userClaims(nobody, ['name'])).toEqual({});
  });

  it('have their types, or are not told', () => {
    const attributes = { given_name: 7, email_verified: 'yes', address: 'London', picture: '', locale: null };
    const user = ada({ attributes });
    expect(userClaims(user, ['given_name', 'address', 'picture', 'locale'])).toEqual({});
    expect(userClaims(user, ['email_verified'])).toEqual({ email_verified: false });
  });

  it('are told of a verified address as an administrator noted it', () => {
    expect(userClaims(ada({ attributes: { email_verified: true } }), ['email_verified'])).toEqual({
      email_verified: true,
    });
  });
});
