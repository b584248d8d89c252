/**
 * oidc-provider with its own in-memory adapter and the same grants: JWT (ES256) and opaque access tokens of
 * client_credentials, introspection, refresh with rotation. One route more hands out refresh tokens, since their usual way
 * leads through a browser.
 */
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';

const [port, id, secret] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const HOUR = 3600;
const DAY = 24 * HOUR;

const key = (type, options, alg) => {
  const { privateKey } = generateKeyPairSync(type, options);
  return { ...privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: alg };
};

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: id,
      client_secret: secret,
      grant_types: ['client_credentials', 'refresh_token', 'authorization_code'],
      redirect_uris: [`${issuer}/callback`],
      token_endpoint_auth_method: 'client_secret_basic',
    },
  ],
  scopes: ['openid', 'offline_access', 'api'],
  jwks: {
    keys: [key('ec', { namedCurve: 'P-256' }, 'ES256'), key('rsa', { modulusLength: 2048 }, 'RS256')],
  },
  ttl: { AccessToken: HOUR, ClientCredentials: HOUR, RefreshToken: 30 * DAY, Grant: 365 * DAY },
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

provider.use(async (context, next) => {
  if (context.path !== '/bench-seed') return next();
  context.body = { refresh_token: await newRefreshToken() };
});

provider.listen(Number(port), '127.0.0.1');
