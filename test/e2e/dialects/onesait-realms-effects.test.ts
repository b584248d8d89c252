import { AuditService } from '../../../src/audit/audit.service.js';
import { RealmsService } from '../../../src/realms/realms.service.js';
import { RolesService } from '../../../src/realms/roles.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { UsersService } from '../../../src/users/users.service.js';
import { aRealm, aUser } from '../../support/builders.js';
import { atOnce } from '../../support/at-once.js';
import { basic, postForm } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { asPlatform, type RealmsApiClient } from './onesait-realms-support.js';

const SECRET = 'a-secret-of-the-realm';

let server: TestServer;
let platform: RealmsApiClient;
beforeAll(async () => {
  server = await startServer();
  platform = await asPlatform(server);
});
afterAll(() => server.close());

/** Whether the realm's own client is authenticated by that secret. */
async function opens(name: string, secret: string): Promise<boolean> {
  const credentials = basic({ clientId: name, secret });
  const answer = await postForm(`${server.issuer(name)}/oauth/introspect`, { token: 'x' }, credentials);
  return answer.status === 200;
}

describe('the secret of a realm', () => {
  it('authenticates the realm’s own client, and is in no answer and no line of the log', async () => {
    await platform.send('POST', '', { identification: 'kept', secret: SECRET, roles: [] });
    expect([await opens('kept', SECRET), await opens('kept', 'onesaitplatform')]).toEqual([true, false]);
    for (const path of ['', '/kept']) expect((await platform.send('GET', path)).text).not.toContain(SECRET);
    expect(JSON.stringify(server.log)).not.toContain(SECRET);
    expect(JSON.stringify(await events('master'))).not.toContain(SECRET);
  });

  it.each([
    ['absent', {}],
    ['null', { secret: null }],
    ['empty', { secret: '' }],
  ])('is cleared by a PUT in which it is %s: the default key is in force then', async (_how, body) => {
    const { name } = await aRealm(server, { key: SECRET });
    expect(await opens(name, SECRET)).toBe(true);
    expect(await platform.status('PUT', `/${name}`, { description: 'x', ...body })).toBe(200);
    expect([await opens(name, SECRET), await opens(name, 'onesaitplatform')]).toEqual([false, true]);
    expect(await server.get(RealmsService).get(name)).toMatchObject({ usesDefaultKey: true, description: 'x' });
  });

  it('is the default key where a realm is made without one', async () => {
    await platform.send('POST', '', { identification: 'plain', roles: [] });
    expect(await opens('plain', 'onesaitplatform')).toBe(true);
  });
});

interface Event {
  readonly type: string;
  readonly clientId: string | null;
  readonly detail: Readonly<Record<string, unknown>> | null;
}

async function events(realmName: string): Promise<Event[]> {
  const realm = await server.get(RealmsService).get(realmName);
  const { items } = await server.get(AuditService).list(realm, {}, { limit: 100 });
  return items.filter(({ type }) => type.startsWith('admin.'));
}

describe('the record', () => {
  it('has a line for each change, in the words of the admin API, and none for what was refused', async () => {
    const role = { name: 'EDITOR', description: 'Writes' };
    await platform.send('POST', '', { identification: 'told', secret: SECRET, roles: [role] });
    const realm = await server.get(RealmsService).get('told');
    await aUser(server, realm, { username: 'alice' });
    const ends = { parentRealmId: 'told', parentRoleName: 'EDITOR', childRealmId: 'demo', childRoleName: 'editor' };
    const given = { realmId: 'told', userId: 'alice', roleName: 'EDITOR' };
    const requests: [string, string, unknown?][] = [
      ['PUT', '/told', { description: 'x', secret: SECRET }],
      ['POST', '/told/roles', { name: 'OTHER', description: '' }],
      ['POST', '/told/roles', { name: 'OTHER', description: '' }],
      ['DELETE', '/told/roles/OTHER'],
      ['POST', '/authorization', given],
      ['POST', '/authorization/multiple', [given]],
      ['DELETE', '/authorization/realm/told/user/alice'],
      ['DELETE', '/authorization/realm/told/user/alice'],
      ['POST', '/association', ends],
      ['DELETE', '/association/parent-realm/told/parent-role/EDITOR/child-realm/demo/child-role/editor'],
    ];
    for (const [method, path, body] of requests) await platform.send(method, path, body);
    const told = (await events('told')).map(({ type, detail }) => [type, detail?.['target']]).reverse();
    expect(told).toEqual([
      ['admin.realm.updated', 'told'],
      ['admin.role.created', 'OTHER'],
      ['admin.role.deleted', 'OTHER'],
      ['admin.user_roles.replaced', 'alice'],
      ['admin.user_roles.replaced', 'alice'],
      ['admin.role_association.created', 'EDITOR'],
      ['admin.role_association.deleted', 'EDITOR'],
    ]);
    const bridges = (await events('demo')).filter(({ detail }) => detail?.['parentRealm'] === 'told');
    expect(bridges.map(({ type, detail }) => [type, detail?.['target']])).toEqual([
      ['admin.role_association.deleted', 'editor'],
      ['admin.role_association.created', 'editor'],
    ]);
    await platform.send('DELETE', '/told');
    const [deleted, created] = (await events('master')).filter(({ detail }) => detail?.['target'] === 'told');
    expect(deleted).toMatchObject({ type: 'admin.realm.deleted', clientId: 'realmgate-admin' });
    expect(created).toMatchObject({
      type: 'admin.realm.created',
      detail: { actorRealm: 'master', fields: ['description', 'key', 'roles', 'tokenValiditySeconds'] },
    });
  });
});

describe('at once', () => {
  let realm: Realm;
  const names = Array.from({ length: 6 }, (_, index) => `ROLE-${index}`);
  beforeAll(async () => {
    realm = await aRealm(server);
    for (const name of names) await server.get(RolesService).create(realm, { name });
  });

  const rolesOf = async (username: string): Promise<readonly string[]> => {
    const user = await server.get(UsersService).get(realm, username);
    return server.get(RolesService).authoritiesOf(realm, 'user', user);
  };

  it('several roles that are given to one user are all held, and then all taken', async () => {
    const { username: userId } = await aUser(server, realm);
    const given = await atOnce(6, (index) =>
      platform.status('POST', '/authorization', { realmId: realm.name, userId, roleName: names[index] }),
    );
    expect(given).toEqual(given.map(() => 201));
    expect(await rolesOf(userId)).toEqual(names);
    const path = `/authorization/realm/${realm.name}/user/${userId}/rol`;
    await atOnce(6, (index) => platform.status('DELETE', `${path}/${names[index]}`));
    expect(await rolesOf(userId)).toEqual([]);
  });

  it('one role that is given to one user is given once', async () => {
    const { username: userId } = await aUser(server, realm);
    const given = await atOnce(6, () =>
      platform.status('POST', '/authorization', { realmId: realm.name, userId, roleName: names[0] }),
    );
    expect(given.sort()).toEqual([201, 409, 409, 409, 409, 409]);
    expect(await rolesOf(userId)).toEqual([names[0]]);
  });

  it('one realm is made once', async () => {
    const made = await atOnce(4, () => platform.status('POST', '', { identification: 'once', roles: [] }));
    expect(made.sort()).toEqual([201, 409, 409, 409]);
  });
});

describe('lists', () => {
  it('are whole however long they are', async () => {
    const realm = await aRealm(server);
    for (let index = 0; index < 205; index++) {
      await server.get(UsersService).create(realm, { username: `u${index}`, roles: ['realm-admin'] });
    }
    const { text } = await platform.send('GET', `/${realm.name}/users`);
    const users = JSON.parse(text) as { username: string }[];
    const expected = Array.from({ length: 205 }, (_, index) => `u${index}`);
    expect(users.map(({ username }) => username).sort()).toEqual(expected.sort());
  });
});
