import type { Client } from '../../src/clients/client.types.js';
import { SIGN_IN_DEFAULTS } from '../../src/clients/sign-in.types.js';
import { SystemClock } from '../../src/kernel/clock.js';
import { Ids } from '../../src/kernel/ids.js';
import { SystemRandom } from '../../src/kernel/random.js';

const ids = new Ids(new SystemClock(), new SystemRandom());

/** A confidential client without a secret that may do nothing, but for what the test says. */
export const newClient = (change: Partial<Client> = {}): Client => ({
  id: ids.next(),
  clientId: 'app',
  type: 'confidential',
  origin: 'admin',
  name: null,
  grantTypes: [],
  scopes: [],
  defaultScopes: [],
  redirectUris: [],
  requirePkce: true,
  tokenEndpointAuthMethods: ['client_secret_basic', 'client_secret_post'],
  audience: [],
  resources: [],
  accessTokenFormat: null,
  accessTokenSigningAlg: null,
  idTokenSignedResponseAlg: 'RS256',
  accessTokenValiditySeconds: null,
  refreshTokenValiditySeconds: null,
  refreshTokenPolicy: 'rotate',
  acceptsJson: false,
  refreshWithoutAuthentication: false,
  assertionAudience: null,
  ...SIGN_IN_DEFAULTS,
  secrets: [],
  registrationHash: null,
  enabled: true,
  notBefore: null,
  version: 1,
  createdAt: 1,
  updatedAt: 1,
  ...change,
});
