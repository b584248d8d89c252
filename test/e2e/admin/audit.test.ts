import { aRealm } from '../../support/builders.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { startServer, type TestServer } from '../../support/server.js';
import { type Admin, itemsOf, masterAdmin } from './support.js';

let server: TestServer;
let admin: Admin;
let realm: Realm;
let at: string;
beforeAll(async () => {
  server = await startServer();
  admin = await masterAdmin(server);
  realm = await aRealm(server);
  at = `/realms/${realm.name}`;
});
afterAll(() => server.close());

const events = async (path: string) => itemsOf(await admin.get(`${path}/audit-events?limit=200`));

/** Everything that changes something, in an order in which all of it works. */
const writes: [type: string, target: string, method: string, path: string, body?: unknown][] = [
  ['admin.realm.updated', 'REALM', 'PATCH', '', { displayName: 'secret-value-1' }],
  ['admin.role.created', 'r', 'POST', '/roles', { name: 'r' }],
  [
    'admin.role_association.created',
    'r',
    'POST',
    '/role-associations',
    { parentRole: 'r', childRealm: 'master', childRole: 'realm-admin' },
  ],
  [
    'admin.role_association.deleted',
    'r',
    'DELETE',
    '/role-associations?parentRole=r&childRealm=master&childRole=realm-admin',
  ],
  ['admin.role.deleted', 'r', 'DELETE', '/roles/r'],
  ['admin.scope.created', 's', 'POST', '/scopes', { name: 's' }],
  ['admin.scope.updated', 's', 'PATCH', '/scopes/s', { description: 'x' }],
  ['admin.scope.deleted', 's', 'DELETE', '/scopes/s'],
  ['admin.client.created', 'c', 'POST', '/clients', { clientId: 'c', clientSecret: 'secret-value-2-of-16' }],
  ['admin.client.updated', 'c', 'PATCH', '/clients/c', { name: 'C' }],
  [
    'admin.client_secret.created',
    'c',
    'POST',
    '/clients/c/secrets?expireOthersIn=5',
    { clientSecret: 'secret-value-3-of-16' },
  ],
  ['admin.client.deleted', 'c', 'DELETE', '/clients/c'],
  ['admin.user.created', 'u', 'POST', '/users', { username: 'u', password: 'secret-value-4' }],
  ['admin.user.updated', 'u', 'PATCH', '/users/u', { password: 'secret-value-5' }],
  ['admin.user_roles.replaced', 'u', 'PUT', '/users/u/roles', ['realm-admin']],
  ['admin.user.deleted', 'u', 'DELETE', '/users/u'],
  ['admin.keys.rotated', 'REALM', 'POST', '/keys/rotate', {}],
];

describe('the record', () => {
  it('has one line for every write, with who, from where, by which request and on what', async () => {
    for (const [type, target, method, path, body] of writes) {
      if (type === 'admin.keys.rotated') server.advance(120);
      const answer = await admin.send(method, at + path, body);
      expect([path, answer.status]).toEqual([path, expect.any(Number)]);
      expect(answer.status).toBeLessThan(300);
      const [latest] = await events(at);
      expect(latest).toMatchObject({
        type,
        outcome: 'success',
        clientId: 'realmgate-admin',
        userId: null,
        address: '127.0.0.1',
        requestId: answer.headers.get('x-request-id'),
        detail: { actorRealm: 'master', target: target.replace('REALM', realm.name) },
      });
    }
    expect(await events(at)).toHaveLength(writes.length);
  });

  it('names the fields that were set and never what they were set to', async () => {
    const all = await events(at);
    expect(all.find(({ type }) => type === 'admin.user.updated')?.['detail']).toMatchObject({ fields: ['password'] });
    expect(JSON.stringify(all)).not.toContain('secret-value');
  });

  it('of the making and the end of a realm stands with master, and outlives the realm', async () => {
    await admin.post('/realms', { name: 'short-lived', key: 'secret-value-6' });
    await admin.delete('/realms/short-lived');
    const lines = (await events('/realms/master')).filter(
      ({ detail }) => (detail as { target?: string })?.target === 'short-lived',
    );
    expect(lines.map(({ type }) => type)).toEqual(['admin.realm.deleted', 'admin.realm.created']);
    expect(JSON.stringify(lines)).not.toContain('secret-value');
  });

  it('of a bridge between two realms stands with both', async () => {
    const [parent, child] = [await aRealm(server), await aRealm(server)];
    await admin.post(`/realms/${child.name}/roles`, { name: 'reader' });
    const bridge = { parentRole: 'realm-admin', childRealm: child.name, childRole: 'reader' };
    const bridges = `/realms/${parent.name}/role-associations`;
    await admin.post(bridges, bridge);
    await admin.delete(`${bridges}?${new URLSearchParams(bridge)}`);
    const ends = { ...bridge, parentRealm: parent.name, actorRealm: 'master' };
    for (const [{ name }, target] of [
      [parent, 'realm-admin'],
      [child, 'reader'],
    ] as const) {
      expect((await events(`/realms/${name}`)).slice(0, 2)).toMatchObject([
        { type: 'admin.role_association.deleted', detail: { ...ends, target } },
        { type: 'admin.role_association.created', detail: { ...ends, target } },
      ]);
    }
  });

  it('holds nothing of a write that was refused', async () => {
    const before = (await events(at)).length;
    await admin.post(`${at}/clients`, { clientId: 'no', scopes: ['no-such-scope'] });
    await admin.post(`${at}/users`, { username: 'no', roles: ['no-such-role'] });
    await admin.patch(`${at}`, { displayName: 'x' }, { 'if-match': '"999"' });
    await admin.delete(`${at}/clients/nothing`);
    expect(await events(at)).toHaveLength(before);
    expect((await admin.get(`${at}/users/no`)).status).toBe(404);
  });

  it('is read by type, client, user and time, the newest first and in pages', async () => {
    const ofType = itemsOf(await admin.get(`${at}/audit-events?type=admin.client.created`));
    expect(ofType.map(({ type }) => type)).toEqual(['admin.client.created']);
    expect(itemsOf(await admin.get(`${at}/audit-events?client=nobody`))).toEqual([]);
    expect(itemsOf(await admin.get(`${at}/audit-events?client=realmgate-admin&limit=200`))).toHaveLength(writes.length);
    const all = await events(at);
    const times = all.map(({ at: time }) => String(time));
    expect([...times].sort().reverse()).toEqual(times);
    const middle = times[5] ?? '';
    const query = (filter: string) => admin.get(`${at}/audit-events?limit=200&${filter}=${encodeURIComponent(middle)}`);
    expect(itemsOf(await query('from')).every(({ at: time }) => String(time) >= middle)).toBe(true);
    expect(itemsOf(await query('to')).every(({ at: time }) => String(time) < middle)).toBe(true);
    const first = await admin.get(`${at}/audit-events?limit=3`);
    const second = await admin.get(`${at}/audit-events?limit=3&cursor=${String(first.body['nextCursor'])}`);
    expect([...itemsOf(first), ...itemsOf(second)]).toEqual(all.slice(0, 6));
  });

  it('takes a user by name or by id in a realm, by id alone above', async () => {
    const user = await admin.post(`${at}/users`, { username: 'someone' });
    for (const name of ['someone', String(user.body['id'])]) {
      expect((await admin.get(`${at}/audit-events?user=${name}`)).status).toBe(200);
    }
    expect((await admin.get(`${at}/audit-events?user=nobody`)).status).toBe(404);
    expect((await admin.get('/audit-events?user=someone')).status).toBe(400);
    expect((await admin.get(`/audit-events?user=${String(user.body['id'])}`)).status).toBe(200);
  });

  it('of all realms is one list', async () => {
    const realms = new Set(itemsOf(await admin.get('/audit-events?limit=200')).map(({ realmId }) => realmId));
    expect(realms.size).toBeGreaterThanOrEqual(2);
  });
});
