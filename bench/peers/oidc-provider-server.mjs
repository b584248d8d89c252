/**
 * oidc-provider with its own in-memory adapter and the same grants: JWT (ES256) and opaque access tokens of
 * client_credentials, introspection, refresh with rotation, and codes with ID tokens (RS256). Two routes more hand out refresh
 * tokens and codes, since their usual way leads through a browser.
 */
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';
// The package exports no way to it.
import MemoryAdapter from '../../node_modules/oidc-provider/lib/adapters/memory_adapter.js';

const [port, id, secret, codeChallenge] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const HOUR = 3600;
const DAY = 24 * HOUR;

const key = (type, options, alg) => {
  const { privateKey } = generateKeyPairSync(type, options);
  return { ...privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: alg };
};

const memory = new Map();

/** Its usual store forgets all but the latest thousand entries: fewer than the codes that are prepared. */
class UnboundedAdapter extends MemoryAdapter {
  constructor(model) {
    super(model, memory);
  }
}

const provider = new Provider(issuer, {
  adapter: UnboundedAdapter,
  clients: [
    {
      client_id: id,
      client_secret: secret,
      grant_types: ['client_credentials', 'refresh_token', 'authorization_code'],
      redirect_uris: [`${issuer}/callback`],
      token_endpoint_auth_method: 'client_secret_basic',
    },
    {
      client_id: `${id}-web`,
      client_secret: secret,
      grant_types: ['authorization_code'],
      redirect_uris: [`${issuer}/callback`],
      token_endpoint_auth_method: 'client_secret_basic',
    },
  ],
  scopes: ['openid', 'offline_access', 'api'],
  jwks: {
    keys: [key('ec', { namedCurve: 'P-256' }, 'ES256'), key('rsa', { modulusLength: 2048 }, 'RS256')],
  },
  ttl: {
    AccessToken: HOUR,
    ClientCredentials: HOUR,
    RefreshToken: 30 * DAY,
    AuthorizationCode: HOUR,
    IdToken: HOUR,
    Grant: 365 * DAY,
  },
  rotateRefreshToken: true,
  findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
  features: {
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => undefined,
      getResourceServerInfo: () => ({
        scope: 'api',
        audience: 'urn:bench:api',
        accessTokenFormat: 'jwt',
        accessTokenTTL: HOUR,
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
});

async function newRefreshToken() {
  const client = await provider.Client.find(id);
  const grant = new provider.Grant({ clientId: id, accountId: 'user' });
  grant.addOIDCScope('offline_access api');
  const grantId = await grant.save();
  const token = new provider.RefreshToken({
    client,
    accountId: 'user',
    grantId,
    gty: 'authorization_code',
    scope: 'offline_access api',
    iiat: Math.floor(Date.now() / 1000),
    rotations: 0,
  });
  return token.save();
}

async function newCode() {
  const client = await provider.Client.find(`${id}-web`);
  const grant = new provider.Grant({ clientId: client.clientId, accountId: 'user' });
  grant.addOIDCScope('openid');
  const code = new provider.AuthorizationCode({
    client,
    accountId: 'user',
    grantId: await grant.save(),
    gty: 'authorization_code',
    scope: 'openid',
    redirectUri: `${issuer}/callback`,
    codeChallenge,
    codeChallengeMethod: 'S256',
    nonce: 'nonce',
    authTime: Math.floor(Date.now() / 1000),
  });
  return code.save();
}

provider.use(async (context, next) => {
  if (context.path === '/bench-seed') context.body = { refresh_token: await newRefreshToken() };
  else if (context.path === '/bench-code') context.body = { code: await newCode() };
  else return next();
});

provider.listen(Number(port), '127.0.0.1');
