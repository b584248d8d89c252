import { aClient, aPublicClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { OAuth } from '../../support/oauth.js';
import { postForm } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';

describe.each(['jwt', 'opaque'] as const)('revocation of %s access tokens', (accessTokenFormat) => {
  let server: TestServer;
  let oauth: OAuth;
  let client: BuiltClient;
  let user: BuiltUser;

  beforeAll(async () => {
    server = await startServer();
    const realm = await aRealm(server, { accessTokenFormat });
    oauth = new OAuth(server, realm);
    client = await aClient(server, realm);
    user = await aUser(server, realm);
  });
  afterAll(() => server.close());

  const pair = async () => {
    const { body } = await oauth.password(client, user, { scope: 'openid' });
    return { access: String(body['access_token']), refresh: String(body['refresh_token']) };
  };

  it('answers 200 with an empty object', async () => {
    const { status, headers, text } = await oauth.revoke(client, (await pair()).access);
    expect([status, text]).toEqual([200, '{}']);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('of an access token ends that token alone', async () => {
    const { access, refresh } = await pair();
    await oauth.revoke(client, access);
    expect(await oauth.isActive(client, access)).toBe(false);
    expect((await oauth.userinfo(access)).status).toBe(401);
    expect((await oauth.refresh(client, refresh)).status).toBe(200);
  });

  it('of a token without a grant ends it too', async () => {
    const token = (await oauth.clientCredentials(client)).body['access_token'];
    await oauth.revoke(client, token);
    expect(await oauth.isActive(client, token)).toBe(false);
  });

  it('req 63: of a refresh token ends its grant with every access token, at once and everywhere', async () => {
    const { access, refresh } = await pair();
    const next = (await oauth.refresh(client, refresh)).body;
    await oauth.revoke(client, next['refresh_token'], { token_type_hint: 'access_token' });
    for (const token of [access, next['access_token']]) {
      expect(await oauth.isActive(client, token)).toBe(false);
      expect((await oauth.userinfo(token)).status).toBe(401);
    }
    expect((await oauth.refresh(client, next['refresh_token'])).body['error']).toBe('invalid_grant');
  });

  it("req 62: leaves another client's token alone, and says so to nobody", async () => {
    const { access, refresh } = await pair();
    const [other, app] = [await aClient(server, oauth.realm), await aPublicClient(server, oauth.realm)];
    for (const stranger of [other, app]) {
      for (const token of [access, refresh]) {
        const { status, text } = await oauth.revoke(stranger, token);
        expect([status, text]).toEqual([200, '{}']);
      }
    }
    expect(await oauth.isActive(client, access)).toBe(true);
    expect((await oauth.refresh(client, refresh)).status).toBe(200);
  });

  it.each(['nonsense', 'rga_', 'a.b.c', '%00', `rgr_${'A'.repeat(51)}`])(
    'req 62: answers 200 for the unknown token %s',
    async (token) => {
      expect((await oauth.revoke(client, token)).status).toBe(200);
    },
  );

  it('req 62: needs a client that authenticates', async () => {
    const { access } = await pair();
    const { status, body } = await postForm(oauth.url('oauth/revoke'), { token: access });
    expect([status, body['error']]).toEqual([401, 'invalid_client']);
    expect((await oauth.revoke({ ...client, secret: 'wrong' }, access)).status).toBe(401);
    expect(await oauth.isActive(client, access)).toBe(true);
  });

  it('asks for the token when it is missing', async () => {
    expect((await oauth.revoke(client, '')).body['error']).toBe('invalid_request');
  });
});
