import { ClientsService } from '../../../src/clients/clients.service.js';
import { RealmsService } from '../../../src/realms/realms.service.js';
import { UsersService } from '../../../src/users/users.service.js';
import { aClient, aPublicClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { OAuth } from '../../support/oauth.js';
import { basic, postForm } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';

const API = 'https://api.example.com/reports';
const INACTIVE = '{"active":false}';

describe.each(['jwt', 'opaque'] as const)('introspection of %s access tokens', (accessTokenFormat) => {
  let server: TestServer;
  let oauth: OAuth;
  let client: BuiltClient;
  let user: BuiltUser;

  beforeAll(async () => {
    server = await startServer();
    const realm = await aRealm(server, { accessTokenFormat, key: 'the-key-of-this-realm' });
    oauth = new OAuth(server, realm);
    client = await aClient(server, realm, { resources: [API] });
    user = await aUser(server, realm, { roles: ['realm-admin'] });
  });
  afterAll(() => server.close());

  const accessToken = async (form: Record<string, string> = {}): Promise<string> =>
    String((await oauth.password(client, user, { scope: 'openid', ...form })).body['access_token']);

  it('tells the client that it was issued to everything about it', async () => {
    const { status, headers, body } = await oauth.introspect(client, await accessToken());
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({
      active: true,
      iss: oauth.url('').slice(0, -1),
      sub: user.id,
      aud: [oauth.url('').slice(0, -1)],
      client_id: client.clientId,
      username: user.username,
      scope: 'openid',
      authorities: ['realm-admin'],
      token_type: 'Bearer',
      iat: expect.any(Number),
      exp: expect.any(Number),
    });
    expect(Number(body['exp']) - Number(body['iat'])).toBe(43200);
  });

  it('tells of a token in which a client acts for itself', async () => {
    const { body } = await oauth.introspect(client, (await oauth.clientCredentials(client)).body['access_token']);
    expect(body).toMatchObject({ active: true, sub: client.clientId, authorities: [] });
    expect(body).not.toHaveProperty('username');
    expect(body).not.toHaveProperty('scope');
  });

  it('reads the roles as they are', async () => {
    const moved = await aUser(server, oauth.realm);
    const { body } = await oauth.password(client, moved);
    expect((await oauth.introspect(client, body['access_token'])).body['authorities']).toEqual([]);
    await server.get(UsersService).update(oauth.realm, moved.username, { roles: ['realm-admin'] });
    expect((await oauth.introspect(client, body['access_token'])).body['authorities']).toEqual(['realm-admin']);
  });

  it('tells of a refresh token, which is no Bearer token', async () => {
    const { body } = await oauth.introspect(client, (await oauth.password(client, user)).body['refresh_token']);
    expect(body['active']).toBe(true);
    expect(body).not.toHaveProperty('token_type');
  });

  it('req 64: tells another client nothing', async () => {
    const { text } = await oauth.introspect(await aClient(server, oauth.realm), await accessToken());
    expect(text).toBe(INACTIVE);
  });

  it('req 64: tells the resource server that the token is meant for', async () => {
    const api = await aClient(server, oauth.realm, { resources: [API] });
    const token = await accessToken({ resource: API });
    expect((await oauth.introspect(api, token)).body).toMatchObject({ active: true, client_id: client.clientId });
    expect((await oauth.introspect(api, await accessToken())).text).toBe(INACTIVE);
  });

  it('req 64: tells the client that the audience names by its id', async () => {
    const api = await aClient(server, oauth.realm);
    const caller = await aClient(server, oauth.realm, { audience: [api.clientId] });
    const { body } = await oauth.clientCredentials(caller);
    expect((await oauth.introspect(api, body['access_token'])).body['active']).toBe(true);
  });

  it("req 64: tells the realm's own client of every token of its realm", async () => {
    const own = { clientId: oauth.realm.name, secret: 'the-key-of-this-realm' };
    const { body } = await postForm(oauth.url('oauth/introspect'), { token: await accessToken() }, basic(own));
    expect(body['active']).toBe(true);
  });

  it('req 64: tells a public client nothing, not even of its own token', async () => {
    const app = await aPublicClient(server, oauth.realm);
    expect((await oauth.introspect(app, await accessToken())).text).toBe(INACTIVE);
  });

  it('req 64: needs a client that authenticates', async () => {
    const token = await accessToken();
    const { status, body } = await postForm(oauth.url('oauth/introspect'), { token });
    expect([status, body['error']]).toEqual([401, 'invalid_client']);
    expect((await oauth.introspect({ ...client, secret: 'wrong' }, token)).status).toBe(401);
  });

  it.each(['access_token', 'refresh_token', 'nonsense'])('req 64: finds a token under the hint %s', async (hint) => {
    const { body } = await oauth.password(client, user);
    for (const token of [body['access_token'], body['refresh_token']]) {
      expect((await oauth.introspect(client, token, { token_type_hint: hint })).body['active']).toBe(true);
    }
  });

  it('req 64: answers for every inactive token alike, and reveals nothing', async () => {
    const expiring = await aClient(server, oauth.realm, { accessTokenValiditySeconds: 5 });
    const expired = (await oauth.password(expiring, user)).body['access_token'];
    server.advance(10);
    const revoked = await accessToken();
    await oauth.revoke(client, revoked);
    for (const token of [expired, revoked, 'nonsense', 'rga_', `rga_${'A'.repeat(51)}`, 'a.b.c']) {
      expect((await oauth.introspect(client, token)).text).toBe(INACTIVE);
    }
  });

  it('req 39: a token that is not whole is none', async () => {
    const token = await accessToken();
    const flipped = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');
    const altered = [
      token.slice(0, -1),
      token.slice(1),
      `${token}A`,
      `${token}=`,
      ` ${token}`,
      token.toUpperCase(),
      flipped,
    ];
    for (const text of [...altered, token.replace('_', '-').replace('.', '․')]) {
      expect((await oauth.introspect(client, text)).text).toBe(INACTIVE);
    }
    expect(await oauth.isActive(client, token)).toBe(true);
  });

  it('req 49: a token of another realm is none', async () => {
    const elsewhere = await aRealm(server, { accessTokenFormat, key: 'the-key-of-the-other' });
    const own = { clientId: elsewhere.name, secret: 'the-key-of-the-other' };
    const { text } = await postForm(
      `${server.issuer(elsewhere.name)}/oauth/introspect`,
      { token: await accessToken() },
      basic(own),
    );
    expect(text).toBe(INACTIVE);
  });

  it('req 60: refuses at once the tokens of a disabled user and of a disabled client', async () => {
    const leaver = await aUser(server, oauth.realm);
    const retired = await aClient(server, oauth.realm);
    const own = { ...client, clientId: oauth.realm.name, secret: 'the-key-of-this-realm' };
    const first = (await oauth.password(client, leaver)).body['access_token'];
    const second = (await oauth.password(retired, user)).body['access_token'];
    await server.get(UsersService).update(oauth.realm, leaver.username, { enabled: false });
    await server.get(ClientsService).update(oauth.realm, retired.clientId, { enabled: false });
    for (const token of [first, second]) expect((await oauth.introspect(own, token)).text).toBe(INACTIVE);
  });

  it('req 61: refuses at once what a realm issued up to its notBefore', async () => {
    const realm = await aRealm(server, { accessTokenFormat });
    const there = new OAuth(server, realm);
    const caller = await aClient(server, realm);
    const { body } = await there.clientCredentials(caller);
    server.advance(2);
    await server.get(RealmsService).update(realm.name, { notBefore: Number(realm.createdAt) + 1 });
    expect(await there.isActive(caller, body['access_token'])).toBe(true);
    await server.get(RealmsService).update(realm.name, { notBefore: await nowOf(server) });
    expect(await there.isActive(caller, body['access_token'])).toBe(false);
  });
});

async function nowOf(server: TestServer): Promise<number> {
  const { Clock } = await import('../../../src/kernel/clock.js');
  return server.get(Clock).now();
}
