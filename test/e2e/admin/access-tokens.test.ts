import { aRealm, aUser } from '../../support/builders.js';
import { RealmsService } from '../../../src/realms/realms.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { OAuth } from '../../support/oauth.js';
import { bearer, request } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { actorsOf, Admin, ADMIN_SCOPE, masterToken, tokenOf } from './support.js';

let server: TestServer;
let master: Realm;
let first: Realm;
beforeAll(async () => {
  server = await startServer();
  master = await server.get(RealmsService).get('master');
  first = await aRealm(server);
});
afterAll(() => server.close());

const { adminClient, asClient, asUser } = actorsOf(() => server);

describe('tokens', () => {
  const ask = (headers: Record<string, string>, path = '/realms') =>
    request(`${server.url}/admin/v1${path}`, { headers });

  it('no token, or one that means nothing, is 401 with a Bearer challenge', async () => {
    const none = await ask({});
    expect(none.status).toBe(401);
    expect(none.headers.get('www-authenticate')).toBe('Bearer');
    expect(none.headers.get('content-type')).toContain('application/problem+json');
    for (const value of [
      'x',
      'a.b.c',
      `rga_${'A'.repeat(51)}`,
      `${Buffer.from('{}').toString('base64url')}.${Buffer.from('null').toString('base64url')}.x`,
    ]) {
      const refused = await ask(bearer(value));
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toContain('Bearer');
    }
  });

  it('a token in the query, a Basic header or a cut token opens nothing', async () => {
    const token = await masterToken(server);
    expect((await ask({}, `/realms?access_token=${token}`)).status).toBe(401);
    expect((await ask({ authorization: `Basic ${token}` })).status).toBe(401);
    expect((await ask(bearer(token.slice(0, -1)))).status).toBe(401);
    expect((await ask(bearer(token))).status).toBe(200);
  });

  it('a token for another audience is not for this server', async () => {
    const client = await adminClient(master, [], { audience: ['https://api.example.com'] });
    const token = await tokenOf(new OAuth(server, master).clientCredentials(client, { scope: ADMIN_SCOPE }));
    expect((await ask(bearer(token))).status).toBe(401);
  });

  it('a refresh token is no access token, and a revoked token is dead', async () => {
    const [client, user] = [await adminClient(master), await aUser(server, master, { roles: ['server-admin'] })];
    const oauth = new OAuth(server, master);
    const { body } = await oauth.password(client, user, { scope: ADMIN_SCOPE });
    expect((await ask(bearer(String(body['refresh_token'])))).status).toBe(401);
    expect((await ask(bearer(String(body['access_token'])))).status).toBe(200);
    await oauth.revoke(client, body['refresh_token']);
    expect((await ask(bearer(String(body['access_token'])))).status).toBe(401);
  });

  it('an expired token is dead', async () => {
    const client = await adminClient(master, [], { accessTokenValiditySeconds: 60 });
    const token = await tokenOf(new OAuth(server, master).clientCredentials(client, { scope: ADMIN_SCOPE }));
    server.advance(61);
    expect((await ask(bearer(token))).status).toBe(401);
  });

  it('whether a realm exists is told to those alone who may manage it', async () => {
    const admin = new Admin(server, await masterToken(server));
    expect((await admin.get('/realms/no-such-realm')).status).toBe(404);
    expect((await (await asUser(first, ['realm-admin'])).get('/realms/no-such-realm')).status).toBe(403);
    expect((await ask({}, '/realms/no-such-realm')).status).toBe(401);
  });

  it.each([
    '//admin/v1/realms',
    '/admin//v1/realms',
    '/ADMIN/v1/realms',
    '/admin/v1/realms/',
    '/admin/v1;a/realms',
    '/admin%2fv1/realms',
    '/admin/v1/%72ealms',
  ])('req 86: no spelling of a path goes round the guard: %s', async (path) => {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      const answer = await request(`${server.url}${path}`, { method });
      expect([401, 404]).toContain(answer.status);
    }
  });

  it('req 86: HEAD asks for the same right as GET', async () => {
    expect((await request(`${server.url}/admin/v1/realms`, { method: 'HEAD' })).status).toBe(401);
    const writeOnly = await asClient(master, [], 'admin:write');
    expect((await writeOnly.send('HEAD', '/realms')).status).toBe(403);
  });
});
