import { aClient, aPublicClient, aRealm, type BuiltClient } from '../../support/builders.js';
import { claimsOf, OAuth } from '../../support/oauth.js';
import { startServer, type TestServer } from '../../support/server.js';

describe('client_credentials', () => {
  let server: TestServer;
  let oauth: OAuth;
  let client: BuiltClient;

  beforeAll(async () => {
    server = await startServer();
    const realm = await aRealm(server);
    oauth = new OAuth(server, realm);
    client = await aClient(server, realm, { defaultScopes: ['profile'] });
  });
  afterAll(() => server.close());

  it('answers with the members of RFC 6749 section 5.1 and no others', async () => {
    const { status, headers, body } = await oauth.clientCredentials(client, { scope: 'openid' });
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 43200,
      scope: 'openid',
    });
  });

  it('req 50: gives no refresh token', async () => {
    expect((await oauth.clientCredentials(client)).body).not.toHaveProperty('refresh_token');
  });

  it('gives the default scopes when none is asked for', async () => {
    expect((await oauth.clientCredentials(client)).body['scope']).toBe('profile');
  });

  it('leaves the member out when the scope is empty', async () => {
    const plain = await aClient(server, oauth.realm, { scopes: ['openid'] });
    const { status, body } = await oauth.clientCredentials(plain);
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('scope');
  });

  it.each(['address', 'openid address', 'nonsense', 'admin:write', 'open"id'])(
    'req 51: refuses the scope %s that the client is not registered for',
    async (scope) => {
      const { status, body } = await oauth.clientCredentials(client, { scope });
      expect([status, body['error']]).toEqual([400, 'invalid_scope']);
    },
  );

  it('req 50: is refused to a public client', async () => {
    const app = await aPublicClient(server, oauth.realm);
    const { status, body } = await oauth.clientCredentials(app);
    expect([status, body['error']]).toEqual([400, 'unauthorized_client']);
  });

  it('req 50: is refused to a client for which it is not enabled', async () => {
    const other = await aClient(server, oauth.realm, { grantTypes: ['password'] });
    const { status, body } = await oauth.clientCredentials(other);
    expect([status, body['error']]).toEqual([400, 'unauthorized_client']);
  });

  it('req 52: binds the token to the resources that were asked for', async () => {
    const resources = ['https://api.example.com/a', 'https://api.example.com/b'];
    const caller = await aClient(server, oauth.realm, { resources });
    const { body } = await oauth.clientCredentials(caller, { resource: resources[0]! });
    expect(claimsOf(body['access_token'])['aud']).toBe(resources[0]);
  });

  it.each(['https://api.example.com/unknown', 'not-a-uri', 'https://api.example.com/a#part'])(
    'req 52: refuses the resource %s',
    async (resource) => {
      const { status, body } = await oauth.clientCredentials(client, { resource });
      expect([status, body['error']]).toEqual([400, 'invalid_target']);
    },
  );
});
