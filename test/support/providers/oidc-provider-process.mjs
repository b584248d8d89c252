/**
 * oidc-provider on loopback with one client and one user, who signs in and agrees without being asked. Refresh tokens are
 * good for one use, and a second use ends the grant. Started by `oidc-provider.ts`, and ends with it.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider from 'oidc-provider';

const { url, clientId, secret, redirectUris, accountId } = JSON.parse(process.argv[2]);

const signingKey = () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: 'rsa' };
};

const provider = new Provider(url, {
  clients: [
    {
      client_id: clientId,
      client_secret: secret,
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: redirectUris,
      token_endpoint_auth_method: 'client_secret_basic',
    },
  ],
  scopes: ['openid', 'offline_access'],
  claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
  jwks: { keys: [signingKey()] },
  cookies: { keys: [randomBytes(24).toString('base64url')] },
  ttl: { AccessToken: 3600, AuthorizationCode: 60, RefreshToken: 86_400, Grant: 86_400, Session: 86_400 },
  issueRefreshToken: () => true,
  expiresWithSession: () => false,
  rotateRefreshToken: true,
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: 'Ada Lovelace', email: 'ada@example.com' }),
  }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  features: {
    devInteractions: { enabled: false },
    introspection: { enabled: true },
    revocation: { enabled: true },
  },
});

async function agree({ prompt, params, grantId }) {
  if (prompt.name === 'login') return { login: { accountId } };
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return { consent: { grantId: await grant.save() } };
}

/** Its revocation endpoint would end the grant with the token. */
provider.use(async (context, next) => {
  if (context.path !== '/end-access') return next();
  await (await provider.AccessToken.find(context.query.token))?.destroy();
  context.status = 204;
});

provider.use(async (context, next) => {
  if (!context.path.startsWith('/interaction/')) return next();
  const { req, res } = context;
  const result = await agree(await provider.interactionDetails(req, res));
  context.redirect(await provider.interactionResult(req, res, result, { mergeWithLastSubmission: true }));
});

provider.listen(Number(new URL(url).port), '127.0.0.1', () => process.send('ready'));
process.on('disconnect', () => process.exit());
