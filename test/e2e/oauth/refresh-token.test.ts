import { aClient, aPublicClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { claimsOf, OAuth } from '../../support/oauth.js';
import { TokensService } from '../../../src/tokens/tokens.service.js';
import { Clock } from '../../../src/kernel/clock.js';
import { startServer, type TestServer } from '../../support/server.js';

const RESOURCES = ['https://api.example.com/a', 'https://api.example.com/b'];

describe('refresh_token', () => {
  let server: TestServer;
  let oauth: OAuth;
  let client: BuiltClient;
  let user: BuiltUser;

  beforeAll(async () => {
    server = await startServer();
    const realm = await aRealm(server);
    oauth = new OAuth(server, realm);
    client = await aClient(server, realm, { resources: RESOURCES });
    user = await aUser(server, realm);
  });
  afterAll(() => server.close());

  /** A refresh token of that client; for a public client as the browser flows start a grant. */
  async function start(
    holder: BuiltClient,
    form: Record<string, string> = { scope: 'openid profile' },
  ): Promise<string> {
    if (holder.type === 'confidential') return String((await oauth.password(holder, user, form)).body['refresh_token']);
    const issued = await server.get(TokensService).startGrant(oauth.realm, holder, user, {
      at: server.get(Clock).now(),
      request: { id: 'test', address: '127.0.0.1' },
      grantType: 'password',
      scope: ['openid'],
      resources: [],
      withRefresh: true,
    });
    return issued.refreshToken!;
  }

  it('gives a new pair with the members of RFC 6749 section 5.1', async () => {
    const first = await start(client);
    const { status, body } = await oauth.refresh(client, first);
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 43200,
      refresh_token: expect.stringMatching(/^rgr_/),
      scope: 'openid profile',
    });
    expect(body['refresh_token']).not.toBe(first);
  });

  it('req 48: a refresh token of one client is refused for another, and not used up by it', async () => {
    const token = await start(client);
    const [other, app] = [await aClient(server, oauth.realm), await aPublicClient(server, oauth.realm)];
    for (const thief of [other, app]) {
      const { status, body } = await oauth.refresh(thief, token);
      expect([status, body['error']]).toEqual([400, 'invalid_grant']);
    }
    expect((await oauth.refresh(client, token)).status).toBe(200);
  });

  it('req 48: a refresh token of a public client is refused for another one', async () => {
    const [app, other] = [await aPublicClient(server, oauth.realm), await aPublicClient(server, oauth.realm)];
    const token = await start(app);
    expect((await oauth.refresh(other, token)).body['error']).toBe('invalid_grant');
    expect((await oauth.refresh(app, token)).status).toBe(200);
  });

  it('req 49: a refresh token of one realm is refused in another', async () => {
    const token = await start(client);
    const elsewhere = await aRealm(server);
    const twin = await aClient(server, elsewhere, { clientId: client.clientId });
    const { status, body } = await new OAuth(server, elsewhere).refresh(twin, token);
    expect([status, body['error']]).toEqual([400, 'invalid_grant']);
    expect((await oauth.refresh(client, token)).status).toBe(200);
  });

  it('req 51: a refresh may narrow the scope of its access token, which narrows the grant for nobody', async () => {
    const narrowed = await oauth.refresh(client, await start(client), { scope: 'openid' });
    expect(narrowed.body['scope']).toBe('openid');
    const next = await oauth.refresh(client, narrowed.body['refresh_token']);
    expect(next.body['scope']).toBe('openid profile');
  });

  it('req 51: a refresh never widens the scope, and a refused one consumes nothing', async () => {
    const token = await start(client, { scope: 'openid' });
    for (const scope of ['openid profile', 'email', 'admin:read']) {
      const { status, body } = await oauth.refresh(client, token, { scope });
      expect([status, body['error']]).toEqual([400, 'invalid_scope']);
    }
    expect((await oauth.refresh(client, token)).body['scope']).toBe('openid');
  });

  it('req 52: a refresh keeps to the resources of its grant', async () => {
    const token = await start(client, { resource: RESOURCES[0]! });
    for (const resource of [RESOURCES[1]!, 'https://api.example.com/unknown']) {
      const { status, body } = await oauth.refresh(client, token, { resource });
      expect([status, body['error']]).toEqual([400, 'invalid_target']);
    }
    const { body } = await oauth.refresh(client, token);
    expect(claimsOf(body['access_token'])['aud']).toBe(RESOURCES[0]);
  });

  it('req 55: a public client gets another refresh token each time, and the old one is over', async () => {
    const app = await aPublicClient(server, oauth.realm);
    const first = await start(app);
    const { body } = await oauth.refresh(app, first);
    expect(body['refresh_token']).not.toBe(first);
    server.advance(60);
    expect((await oauth.refresh(app, first)).body['error']).toBe('invalid_grant');
  });

  it('req 55: a refresh token of a confidential client needs its secret', async () => {
    const token = await start(client);
    const { status, body } = await oauth.refresh({ ...client, type: 'public' }, token, { client_id: client.clientId });
    expect([status, body['error']]).toEqual([401, 'invalid_client']);
    expect((await oauth.refresh(client, token)).status).toBe(200);
  });

  it('req 56: a refresh token that is shown again after its use ends the grant', async () => {
    const first = await start(client);
    const { body } = await oauth.refresh(client, first);
    server.advance(60);
    expect((await oauth.refresh(client, first)).body['error']).toBe('invalid_grant');
    expect((await oauth.refresh(client, body['refresh_token'])).body['error']).toBe('invalid_grant');
    expect(await oauth.isActive(client, body['access_token'])).toBe(false);
  });

  it.each([
    ['cut short', (token: string) => token.slice(0, -1)],
    ['padded', (token: string) => `${token}=`],
    ['in another case', (token: string) => token.toUpperCase()],
    ['with a space', (token: string) => `${token} `],
    ['of another kind', (token: string) => token.replace('rgr_', 'rga_')],
  ])('req 39: a refresh token %s is none', async (_, alter) => {
    const token = await start(client);
    expect((await oauth.refresh(client, alter(token))).body['error']).toBe('invalid_grant');
    expect((await oauth.refresh(client, token)).status).toBe(200);
  });
});
