import type { CompactJws } from '../../kernel/compact-jws.js';
import { readAssertion } from './client-assertion.rules.js';

const NOW = 1_700_000_000;
const ISSUER = 'https://id.example.com/realms/demo';
const context = { audiences: [ISSUER], now: NOW };
const good = { iss: 'app', sub: 'app', aud: ISSUER, exp: NOW + 60, iat: NOW, jti: 'one' };

const read = (claims: Record<string, unknown>, header: Record<string, unknown> = {}) =>
  readAssertion({ header, claims: { ...good, ...claims } } as unknown as CompactJws, { clientId: 'app' }, context);

describe('what an assertion says', () => {
  it.each([
    {},
    { nbf: NOW },
    { iat: NOW + 10, nbf: NOW + 10 },
    { iat: undefined },
    { exp: NOW + 1 },
    { exp: NOW + 600 },
  ])('req 44: is taken with %j', (claims) => {
    expect(read(claims)).toMatchObject({ jti: 'one' });
  });

  it.each([
    { iss: 'other' },
    { sub: 'other' },
    { iss: undefined },
    { sub: undefined },
    { iss: 'other', sub: 'other' },
    { aud: undefined },
    { aud: `${ISSUER}/` },
    { aud: `${ISSUER}/oauth/token` },
    { aud: 'https://id.example.com' },
    { aud: [ISSUER] },
    { aud: [ISSUER, 'https://other.example.com'] },
    { exp: undefined },
    { exp: NOW },
    { exp: NOW - 1 },
    { exp: NOW + 601 },
    { exp: String(NOW + 60) },
    { exp: NOW * 1000 },
    { iat: NOW + 61 },
    { nbf: NOW + 61 },
    { nbf: 'now' },
    { jti: undefined },
    { jti: '' },
    { jti: 5 },
    { jti: 'x'.repeat(513) },
  ])('req 44: is refused with %j', (claims) => {
    expect(read(claims)).toBeNull();
  });

  it.each(['JWT', 'jwt', 'client-authentication+jwt', 'application/client-authentication+jwt'])(
    'may be of the type %s',
    (typ) => expect(read({}, { typ })).not.toBeNull(),
  );

  it.each(['at+jwt', 'logout+jwt', 'oauth-authz-req+jwt', 5, null])('req 44: is refused as %j', (typ) => {
    expect(read({}, { typ })).toBeNull();
  });
});
