import { aClient, aRealm, aUser, type BuiltClient } from '../../support/builders.js';
import { withoutDatabase } from '../../support/database-down.js';
import { OAuth } from '../../support/oauth.js';
import { request, type Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';

describe('while the database is down', () => {
  let server: TestServer;
  let oauth: OAuth;
  let client: BuiltClient;
  let tokens: Record<string, unknown>;

  beforeAll(async () => {
    server = await startServer();
    const realm = await aRealm(server);
    oauth = new OAuth(server, realm);
    client = await aClient(server, realm);
    tokens = (await oauth.password(client, await aUser(server, realm), { scope: 'openid' })).body;
    await Promise.all([request(oauth.url('jwks')), request(oauth.url('.well-known/openid-configuration'))]);
  });
  afterAll(() => server.close());

  it.each<[string, () => Promise<Answer>]>([
    ['token', () => oauth.clientCredentials(client)],
    ['refresh', () => oauth.refresh(client, tokens['refresh_token'])],
    ['introspection', () => oauth.introspect(client, tokens['access_token'])],
    ['revocation', () => oauth.revoke(client, tokens['refresh_token'])],
    ['userinfo', () => oauth.userinfo(tokens['access_token'])],
  ])('req 62: %s answers 503 and says when to come again', async (_, ask) => {
    const { status, headers, body } = await withoutDatabase(server, ask);
    expect([status, body['error']]).toEqual([503, 'temporarily_unavailable']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('req 62: nothing was revoked and nothing used up', async () => {
    expect(await oauth.isActive(client, tokens['access_token'])).toBe(true);
    expect((await oauth.refresh(client, tokens['refresh_token'])).status).toBe(200);
  });

  it.each(['jwks', '.well-known/openid-configuration'])('%s answers with what was read last', async (path) => {
    const before = await request(oauth.url(path));
    const during = await withoutDatabase(server, () => request(oauth.url(path)));
    expect([during.status, during.text]).toEqual([200, before.text]);
    const elsewhere = await aRealm(server);
    const unknown = await withoutDatabase(server, () => request(`${server.issuer(elsewhere.name)}/${path}`));
    expect(unknown.status).toBe(503);
  });
});
