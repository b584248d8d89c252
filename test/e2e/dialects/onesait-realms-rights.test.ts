import { RealmsService } from '../../../src/realms/realms.service.js';
import { RolesService } from '../../../src/realms/roles.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { UsersService } from '../../../src/users/users.service.js';
import { aRealm, aUser } from '../../support/builders.js';
import { basic, postForm } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { masterToken } from '../admin/support.js';
import { as, asClient, asNewUser, asPlatform, asUser, RealmsApiClient } from './onesait-realms-support.js';

let server: TestServer;
let master: Realm;
let first: Realm;
let second: Realm;
beforeAll(async () => {
  server = await startServer();
  master = await server.get(RealmsService).get('master');
  [first, second] = [await aRealm(server), await aRealm(server)];
  for (const realm of [first, second]) {
    await server.get(RolesService).create(realm, { name: 'EDITOR' });
    await aUser(server, realm, { username: 'alice', email: 'alice@example.com', roles: ['EDITOR'] });
  }
});
afterAll(() => server.close());

const bridge = (parent: string, child: string): string =>
  `/association/parent-realm/${parent}/parent-role/EDITOR/child-realm/${child}/child-role/EDITOR`;

/** Everything that can be asked about a realm: method, path, body. */
const everything = (name: string): [method: string, path: string, body?: unknown][] => [
  ['GET', `/${name}`],
  ['PUT', `/${name}`, { description: 'taken over', secret: 'known-to-the-intruder' }],
  ['GET', `/${name}/roles`],
  ['POST', `/${name}/roles`, { name: 'INTRUDER', description: '' }],
  ['POST', `/${name}/roles/multiple`, [{ name: 'INTRUDER', description: '' }]],
  ['DELETE', `/${name}/roles/EDITOR`],
  ['GET', `/${name}/users`],
  ['GET', `/${name}/users/alice`],
  ['GET', `/${name}/user?email=alice@example.com`],
  ['GET', `/${name}/authorizations/alice`],
  ['POST', '/authorization', { realmId: name, userId: 'alice', roleName: 'realm-admin' }],
  ['POST', `/authorization/${name}/multiple`, [{ userId: 'alice', roleName: 'realm-admin' }]],
  ['DELETE', `/authorization/realm/${name}/user/alice`],
  ['DELETE', `/authorization/realm/${name}/user/multiple`, [{ userId: 'alice' }]],
  ['DELETE', `/authorization/realm/${name}/user/alice/rol/EDITOR`],
  ['DELETE', `/${name}`],
];

/** What there is in a realm, as the services see it. */
async function stateOf({ name }: Realm): Promise<unknown> {
  const realm = await server.get(RealmsService).get(name);
  const alice = await server.get(UsersService).get(realm, 'alice');
  const roles = await server.get(RolesService).list(realm, { limit: 100 });
  return [realm, alice, roles, await server.get(RolesService).authoritiesOf(realm, 'user', alice)];
}

async function expectNothing(caller: RealmsApiClient, realm: Realm, status: number): Promise<void> {
  const before = await stateOf(realm);
  for (const [method, path, body] of everything(realm.name)) {
    expect([method, path, await caller.status(method, path, body)]).toEqual([method, path, status]);
  }
  expect(await stateOf(realm)).toEqual(before);
}

describe('who may do what in the realm API of onesait', () => {
  it('req 49: a realm-admin can do nothing in another realm, by whichever path or body', async () => {
    for (const caller of [
      await asNewUser(server, first, ['realm-admin']),
      await asClient(server, first, { roles: ['realm-admin'] }),
    ]) {
      expect(await caller.status('GET', `/${first.name}`)).toBe(200);
      await expectNothing(caller, second, 403);
      const before = await stateOf(second);
      const smuggled = await caller.send('POST', `/authorization/multiple`, [
        { realmId: first.name, userId: 'nobody', roleName: 'EDITOR' },
        { realmId: second.name, userId: 'alice', roleName: 'realm-admin' },
      ]);
      expect(smuggled.text).toContain('not authorized');
      expect(await stateOf(second)).toEqual(before);
      for (const [parent, child] of [
        [first.name, second.name],
        [second.name, first.name],
      ] as const) {
        const ends = { parentRealmId: parent, childRealmId: child };
        const association = { ...ends, parentRoleName: 'EDITOR', childRoleName: 'EDITOR' };
        expect(await caller.status('POST', '/association', association)).toBe(403);
        expect(await caller.status('DELETE', bridge(parent, child))).toBe(403);
        expect((await caller.send('POST', '/association/multiple', [association])).text).toContain('not authorized');
      }
    }
    expect(await server.get(UsersService).get(second, 'alice')).toMatchObject({ version: 1 });
  });

  it('one entry of several names another realm than the path: the path counts', async () => {
    const caller = await asNewUser(server, first, ['realm-admin']);
    const before = await stateOf(second);
    const entry = { realmId: second.name, userId: 'alice', roleName: 'realm-admin' };
    const answer = await caller.send('POST', `/authorization/${first.name}/multiple`, [entry]);
    expect(answer.text).toContain(`Realm : ${first.name}`);
    expect(await stateOf(second)).toEqual(before);
    expect(await caller.status('DELETE', `/authorization/realm/${first.name}/user/alice/rol/realm-admin`)).toBe(200);
  });

  it('a user of a realm without realm-admin can do nothing, not in its own realm either', async () => {
    await expectNothing(await asNewUser(server, first, ['EDITOR']), first, 403);
  });

  it('a realm that does not exist reads like one of others to who does not manage every realm', async () => {
    const caller = await asNewUser(server, first, ['realm-admin']);
    for (const [method, path, body] of everything('none')) expect(await caller.status(method, path, body)).toBe(403);
  });

  it('a user of master needs server-admin, its clients need nothing', async () => {
    await expectNothing(await asNewUser(server, master, ['realm-admin']), first, 403);
    for (const caller of [await asPlatform(server), await asNewUser(server, master, ['server-admin'])]) {
      expect(await caller.status('GET', `/${first.name}`)).toBe(200);
      expect(await caller.status('GET', `/${second.name}/users`)).toBe(200);
      const names = (await caller.send('GET', '')).text;
      for (const realm of [master, first, second]) expect(names).toContain(`"identification":"${realm.name}"`);
    }
  });

  it('roles count as they are now, not as they were when the token was issued', async () => {
    const user = await aUser(server, first, { roles: ['realm-admin'] });
    const caller = await asUser(server, first, user);
    expect(await caller.status('GET', `/${first.name}`)).toBe(200);
    const own = `/authorization/realm/${first.name}/user/${user.username}`;
    expect(await caller.status('DELETE', own)).toBe(200);
    expect(await caller.status('GET', `/${first.name}`)).toBe(403);
  });

  it('a token of a realm that is disabled counts for nothing, while it is', async () => {
    const caller = await asClient(server, first, { roles: ['realm-admin'] });
    const platform = await asPlatform(server);
    for (const [enabled, status] of [
      [false, 401],
      [true, 200],
    ] as const) {
      await server.get(RealmsService).update(first.name, { enabled });
      expect([enabled, await caller.status('GET', `/${first.name}`)]).toEqual([enabled, status]);
      expect(await platform.status('GET', `/${first.name}`)).toBe(200);
    }
  });

  it('an opaque token counts where the request names its realm, or comes from master', async () => {
    const opaque = { accessTokenFormat: 'opaque', roles: ['realm-admin'] };
    const caller = await asClient(server, first, opaque);
    expect(await caller.status('GET', `/${first.name}`)).toBe(200);
    const given = { realmId: first.name, userId: 'alice', roleName: 'NONE' };
    expect(await caller.status('POST', '/authorization', given)).toBe(400);
    expect(await caller.status('POST', '/authorization/multiple', [given])).toBe(200);
    expect(await caller.status('GET', `/${second.name}`)).toBe(401);
    expect(await caller.status('GET', '')).toBe(401);
    const platform = await asClient(server, master, { accessTokenFormat: 'opaque' });
    for (const path of ['', '/member', `/${first.name}`, `/${second.name}`]) {
      expect([path, await platform.status('GET', path)]).toEqual([path, 200]);
    }
  });

  it('a token of the dialect’s own token endpoint counts like any other, until it is revoked there', async () => {
    const realm = await aRealm(server, { key: 'a-key-of-this-realm' });
    const { username, password } = await aUser(server, realm, { roles: ['realm-admin'] });
    const own = basic({ clientId: realm.name, secret: 'a-key-of-this-realm' });
    const form = { grant_type: 'password', scope: 'openid', username, password };
    const { body } = await postForm(`${server.url}/oauth-server/oauth/token`, form, own);
    const token = String(body['access_token']);
    const caller = as(server, token);
    expect(await caller.status('POST', `/${realm.name}/roles`, { name: 'EDITOR', description: '' })).toBe(201);
    expect((await caller.send('GET', '/member')).text).toBe(JSON.stringify([realm.name]));
    await postForm(`${server.url}/oauth-server/openplatform-oauth/revoke_token`, { token }, own);
    expect(await caller.status('GET', `/${realm.name}`)).toBe(401);
  });

  it('a token that is not meant for this server opens nothing', async () => {
    const caller = await asClient(server, first, { roles: ['realm-admin'], audience: ['https://api.example.com'] });
    expect(await caller.status('GET', `/${first.name}`)).toBe(401);
  });

  it('a token anywhere but in a Bearer header, or an API key, opens nothing', async () => {
    const token = await masterToken(server);
    const nobody = new RealmsApiClient(server);
    for (const [path, headers] of [
      [`/${first.name}?access_token=${token}`, {}],
      [`/${first.name}`, { 'x-op-apikey': token }],
      [`/${first.name}`, { authorization: token }],
      [`/${first.name}`, { authorization: `Basic ${token}` }],
      [`/${first.name}`, { authorization: `Bearer ${token.slice(0, -3)}` }],
      [`/${first.name}`, { authorization: 'Bearer' }],
    ] as const) {
      const answer = await nobody.send('GET', path, undefined, headers);
      expect([answer.status, answer.text]).toEqual([401, '{"error":"Incorrect or Expired Authorization Header"}']);
    }
    expect(await as(server, token).status('GET', `/${first.name}`)).toBe(200);
  });
});
