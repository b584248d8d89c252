import { ClientCredentials, ResourceOwnerPassword } from 'simple-oauth2';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { OAuth } from '../../support/oauth.js';
import { startServer, type TestServer } from '../../support/server.js';

describe.each(['header', 'body'] as const)('simple-oauth2 with credentials in the %s', (authorizationMethod) => {
  let server: TestServer;
  let oauth: OAuth;
  let client: BuiltClient;
  let user: BuiltUser;

  beforeAll(async () => {
    server = await startServer();
    const realm = await aRealm(server);
    oauth = new OAuth(server, realm);
    client = await aClient(server, realm, { clientSecret: 'odd%secret:with+chars/=' });
    user = await aUser(server, realm);
  });
  afterAll(() => server.close());

  const config = () => {
    const path = new URL(oauth.url('')).pathname;
    return {
      client: { id: client.clientId, secret: client.secret },
      auth: { tokenHost: server.url, tokenPath: `${path}oauth/token`, revokePath: `${path}oauth/revoke` },
      options: { authorizationMethod },
    };
  };

  it('gets a token by client_credentials', async () => {
    const { token } = await new ClientCredentials(config()).getToken({ scope: ['openid', 'profile'] });
    expect(token).toMatchObject({ token_type: 'Bearer', scope: 'openid profile', expires_in: 43200 });
  });

  it('gets, refreshes and revokes tokens of a user', async () => {
    const { username, password } = user;
    const first = await new ResourceOwnerPassword(config()).getToken({ username, password, scope: 'openid' });
    const second = await first.refresh();
    expect(second.token['refresh_token']).not.toBe(first.token['refresh_token']);
    expect((await oauth.userinfo(second.token['access_token'])).body['sub']).toBe(user.id);
    await second.revokeAll();
    expect(await oauth.isActive(client, second.token['access_token'])).toBe(false);
  });

  it('understands a refusal', async () => {
    const wrong = new ResourceOwnerPassword(config()).getToken({ username: 'nobody', password: 'wrong' });
    await expect(wrong).rejects.toMatchObject({
      output: { statusCode: 400 },
      data: { payload: { error: 'invalid_grant' } },
    });
  });
});
