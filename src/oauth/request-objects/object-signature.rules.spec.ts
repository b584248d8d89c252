import { newClient } from '../../../test/support/client.builder.js';
import type { Client } from '../../clients/client.types.js';
import { isOfType, objectAlgorithm, takesUnsigned } from './object-signature.rules.js';

type Algorithm = Client['requestObjectSigningAlg'];
const of = (requestObjectSigningAlg: Algorithm, origin: Client['origin'] = 'registration'): Client =>
  newClient({ requestObjectSigningAlg, origin });

describe('the signature of a request object', () => {
  it.each<[Algorithm, Client['origin'], boolean]>([
    [null, 'registration', true],
    ['none', 'registration', true],
    ['RS256', 'registration', false],
    [null, 'admin', false],
    ['none', 'admin', false],
    [null, 'realm', false],
  ])('req 66: with %s registered by %s may be missing: %p', (algorithm, origin, may) => {
    expect(takesUnsigned(of(algorithm, origin))).toBe(may);
  });

  it.each<[Algorithm, unknown, string | null]>([
    [null, 'ES256', 'ES256'],
    [null, 'RS256', 'RS256'],
    ['RS256', 'RS256', 'RS256'],
    ['RS256', 'PS256', null],
    ['none', 'RS256', null],
    [null, 'none', null],
    [null, 'HS256', null],
    [null, undefined, null],
    [null, ['RS256'], null],
  ])('req 66: with %s registered, %p in the header means %s', (registered, named, algorithm) => {
    expect(objectAlgorithm(of(registered), named)).toBe(algorithm);
  });

  it.each([undefined, 'JWT', 'jwt', 'oauth-authz-req+jwt', 'application/oauth-authz-req+jwt'])(
    'takes the type %p',
    (typ) => {
      expect(isOfType(typ)).toBe(true);
    },
  );

  it.each(['at+jwt', 'client-authentication+jwt', 'logout+jwt', '', 7, null])(
    'req 66: does not take the type %p',
    (typ) => {
      expect(isOfType(typ)).toBe(false);
    },
  );
});
