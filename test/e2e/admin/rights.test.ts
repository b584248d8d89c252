import { aClient, aRealm, aUser, type BuiltClient } from '../../support/builders.js';
import { ClientsService } from '../../../src/clients/clients.service.js';
import { RealmsService } from '../../../src/realms/realms.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { OAuth } from '../../support/oauth.js';
import { startServer, type TestServer } from '../../support/server.js';
import { actorsOf, Admin, ADMIN_SCOPE, itemsOf, masterToken, refusedFields, tokenOf } from './support.js';

let server: TestServer;
let master: Realm;
let first: Realm;
let second: Realm;
beforeAll(async () => {
  server = await startServer();
  master = await server.get(RealmsService).get('master');
  first = await aRealm(server);
  second = await aRealm(server);
});
afterAll(() => server.close());

const { adminClient, asClient, asUser } = actorsOf(() => server);

/** Status of reading and of writing: in the first realm, in the second, in master, and of what belongs to no realm. */
async function reach(admin: Admin): Promise<Record<string, [read: number, write: number]>> {
  const places = { first: `/realms/${first.name}`, second: `/realms/${second.name}`, master: '/realms/master' };
  const reached: Record<string, [number, number]> = {};
  for (const [name, path] of Object.entries(places)) {
    reached[name] = [(await admin.get(path)).status, (await admin.patch(path, {})).status];
  }
  reached['server'] = [(await admin.get('/server')).status, (await admin.post('/realms', {})).status];
  return reached;
}

const ALL = [200, 200];
const NONE = [403, 403];
const EVERYTHING = { first: ALL, second: ALL, master: ALL, server: [200, 400] };
const NOTHING = { first: NONE, second: NONE, master: NONE, server: NONE };

describe('who may do what', () => {
  it('a client of master that acts for itself manages every realm', async () => {
    expect(await reach(await asClient(master))).toEqual(EVERYTHING);
  });

  it('a user of master with server-admin manages every realm', async () => {
    expect(await reach(await asUser(master, ['server-admin']))).toEqual(EVERYTHING);
  });

  it('a user of master without server-admin manages nothing, not with realm-admin either', async () => {
    expect(await reach(await asUser(master))).toEqual(NOTHING);
    expect(await reach(await asUser(master, ['realm-admin']))).toEqual(NOTHING);
  });

  it.each([
    ['client', asClient],
    ['user', asUser],
  ])('a %s with realm-admin manages its own realm alone', async (_kind, as) => {
    expect(await reach(await as(first, ['realm-admin']))).toEqual({ ...NOTHING, first: ALL });
  });

  it('the scopes alone give nothing in a realm, and neither does a role called server-admin', async () => {
    const admin = new Admin(server, await masterToken(server));
    await admin.post(`/realms/${first.name}/roles`, { name: 'server-admin' });
    expect(await reach(await asClient(first))).toEqual(NOTHING);
    expect(await reach(await asUser(first, ['server-admin']))).toEqual(NOTHING);
  });

  it('a read needs admin:read and a write admin:write', async () => {
    const readOnly = await asClient(master, [], 'admin:read');
    expect(await reach(readOnly)).toMatchObject({ first: [200, 403], server: [200, 403] });
    const writeOnly = await asClient(master, [], 'admin:write');
    expect(await reach(writeOnly)).toMatchObject({ first: [403, 200], server: [403, 400] });
    const neither = await asClient(master, [], 'openid');
    const refused = await neither.get('/realms');
    expect(refused.status).toBe(403);
    expect(refused.headers.get('www-authenticate')).toContain('insufficient_scope');
  });

  it('an opaque token opens what a JWT opens', async () => {
    const opaque = { accessTokenFormat: 'opaque' };
    expect(await reach(await asClient(master, [], ADMIN_SCOPE, opaque))).toEqual(EVERYTHING);
    const inFirst = await reach(await asClient(first, ['realm-admin'], ADMIN_SCOPE, opaque));
    expect(inFirst['first']).toEqual(ALL);
    expect(inFirst['second']?.every((status) => status === 401 || status === 403)).toBe(true);
  });

  it('roles count as they are now, not as they were when the token was issued', async () => {
    const client = await adminClient(first, ['realm-admin']);
    const admin = new Admin(
      server,
      await tokenOf(new OAuth(server, first).clientCredentials(client, { scope: ADMIN_SCOPE })),
    );
    expect((await admin.get(`/realms/${first.name}`)).status).toBe(200);
    await server.get(ClientsService).update(first, client.clientId, { roles: [] });
    expect((await admin.get(`/realms/${first.name}`)).status).toBe(403);
  });

  it('a token of a client that was disabled is refused at once', async () => {
    const client = await adminClient(master);
    const admin = new Admin(
      server,
      await tokenOf(new OAuth(server, master).clientCredentials(client, { scope: ADMIN_SCOPE })),
    );
    expect((await admin.get('/server')).status).toBe(200);
    await server.get(ClientsService).update(master, client.clientId, { enabled: false });
    expect((await admin.get('/server')).status).toBe(401);
  });

  it.each(['realm', 'client'])('req 61: a token from before notBefore of its %s opens nothing', async (of) => {
    const realm = await aRealm(server);
    const client = await adminClient(realm, ['realm-admin']);
    const token = () => tokenOf(new OAuth(server, realm).clientCredentials(client, { scope: ADMIN_SCOPE }));
    const admin = new Admin(server, await token());
    const path = of === 'realm' ? `/realms/${realm.name}` : `/realms/${realm.name}/clients/${client.clientId}`;
    const notBefore = new Date().toISOString();
    expect((await new Admin(server, await masterToken(server)).patch(path, { notBefore })).status).toBe(200);
    expect((await admin.get(path)).status).toBe(401);
    expect((await new Admin(server, await token()).get(path)).status).toBe(200);
  });

  it('req 61: a notBefore that is yet to come is refused for a realm, a client and a user', async () => {
    const admin = new Admin(server, await masterToken(server));
    const at = `/realms/${second.name}`;
    const [client, user] = [await aClient(server, second), await aUser(server, second)];
    const notBefore = new Date(Date.now() + 3_600_000).toISOString();
    for (const path of [at, `${at}/clients/${client.clientId}`, `${at}/users/${user.username}`]) {
      const answer = await admin.patch(path, { notBefore });
      expect([path, answer.status, refusedFields(answer)]).toEqual([path, 400, ['notBefore']]);
    }
  });

  it('a realm-admin changes its realm, but only an administrator of the server deletes it', async () => {
    const realm = await aRealm(server);
    const path = `/realms/${realm.name}`;
    for (const realmAdmin of [await asUser(realm, ['realm-admin']), await asClient(realm, ['realm-admin'])]) {
      expect((await realmAdmin.patch(path, { displayName: 'mine' })).status).toBe(200);
      expect((await realmAdmin.delete(path)).status).toBe(403);
    }
    expect((await (await asUser(master, ['server-admin'])).delete(path)).status).toBe(204);
  });

  it('a realm-admin reaches no other realm by any bridge of roles', async () => {
    const admin = new Admin(server, await masterToken(server));
    const bridge = { parentRole: 'realm-admin', childRealm: second.name, childRole: 'realm-admin' };
    expect((await admin.post(`/realms/${first.name}/role-associations`, bridge)).status).toBe(201);
    expect(await reach(await asUser(first, ['realm-admin']))).toEqual({ ...NOTHING, first: ALL });
  });

  it('who builds a bridge manages both of its ends', async () => {
    const realmAdmin = await asClient(first, ['realm-admin']);
    const bridge = { parentRole: 'realm-admin', childRealm: 'master', childRole: 'server-admin' };
    expect((await realmAdmin.post(`/realms/${first.name}/role-associations`, bridge)).status).toBe(403);
    const query = new URLSearchParams({ ...bridge, childRealm: second.name, childRole: 'realm-admin' });
    expect((await realmAdmin.delete(`/realms/${first.name}/role-associations?${query}`)).status).toBe(403);
  });

  it('admin scopes that a realm-admin hands out open its own realm alone, and only with the role', async () => {
    const realmAdmin = await asUser(first, ['realm-admin']);
    const made = await realmAdmin.post(`/realms/${first.name}/clients`, {
      clientId: 'deputy',
      grantTypes: ['client_credentials'],
      scopes: ['admin:read', 'admin:write'],
      roles: ['realm-admin'],
    });
    const deputy = { ...(made.body as unknown as BuiltClient), secret: String(made.body['clientSecret']) };
    const token = await tokenOf(new OAuth(server, first).clientCredentials(deputy, { scope: ADMIN_SCOPE }));
    expect(await reach(new Admin(server, token))).toEqual({ ...NOTHING, first: ALL });
    const own = await realmAdmin.patch(`/realms/${first.name}/clients/${first.name}`, {
      scopes: ['openid', 'admin:write'],
    });
    expect(own.status).toBe(400);
  });
});

describe('isolation', () => {
  it('req 49: two realms with equal client ids, usernames, roles and scopes know nothing of each other', async () => {
    const admin = new Admin(server, await masterToken(server));
    for (const realm of [first, second]) {
      const at = `/realms/${realm.name}`;
      expect((await admin.post(`${at}/scopes`, { name: 'twin:read' })).status).toBe(201);
      expect((await admin.post(`${at}/roles`, { name: 'twin' })).status).toBe(201);
      expect(
        (await admin.post(`${at}/clients`, { clientId: 'twin', scopes: ['twin:read'], roles: ['twin'] })).status,
      ).toBe(201);
      const user = { username: 'twin', password: 'correct-horse-battery', roles: ['twin'] };
      expect((await admin.post(`${at}/users`, user)).status).toBe(201);
    }
    const at = `/realms/${first.name}`;
    await admin.patch(`${at}/clients/twin`, { name: 'changed' });
    await admin.patch(`${at}/users/twin`, { fullName: 'changed' });
    await admin.patch(`${at}/scopes/twin:read`, { description: 'changed' });
    for (const path of ['clients/twin', 'users/twin', 'scopes/twin:read', 'roles/twin']) {
      expect((await admin.delete(`${at}/${path}`)).status).toBe(204);
    }
    const other = `/realms/${second.name}`;
    expect((await admin.get(`${other}/clients/twin`)).body).toMatchObject({
      name: null,
      roles: ['twin'],
      scopes: ['twin:read'],
    });
    expect((await admin.get(`${other}/users/twin`)).body).toMatchObject({ fullName: null, roles: ['twin'] });
    const scope = itemsOf(await admin.get(`${other}/scopes?limit=200`)).find(({ name }) => name === 'twin:read');
    expect(scope).toEqual({ name: 'twin:read', description: null });
  });
});
