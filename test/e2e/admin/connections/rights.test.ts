import type { Realm } from '../../../../src/realms/realm.types.js';
import { aClient, aRealm, aUser } from '../../../support/builders.js';
import { OAuth } from '../../../support/oauth.js';
import { startServer, type TestServer } from '../../../support/server.js';
import { Admin, tokenOf } from '../support.js';

let server: TestServer;
let realm: Realm;
let other: Realm;
beforeAll(async () => {
  server = await startServer();
  realm = await aRealm(server);
  other = await aRealm(server);
});
afterAll(() => server.close());

const SCOPES = ['openid', 'conn:self', 'conn:proxy', 'conn:token', 'conn:connect', 'conn:read', 'conn:manage'];

async function asService(scope: string): Promise<Admin> {
  const client = await aClient(server, realm, { scopes: SCOPES });
  return new Admin(server, await tokenOf(new OAuth(server, realm).clientCredentials(client, { scope })));
}

async function asUser(scope: string, roles: string[] = []): Promise<Admin> {
  const [client, user] = [await aClient(server, realm, { scopes: SCOPES }), await aUser(server, realm, { roles })];
  return new Admin(server, await tokenOf(new OAuth(server, realm).password(client, user, { scope })));
}

/** Statuses of reading and of writing in the token's own realm, and of reading in another one. */
async function reach(admin: Admin): Promise<number[]> {
  const at = `/realms/${realm.name}/connections`;
  const read = await admin.get(at);
  const write = await admin.post(`${at}/apps`, { name: `App ${Math.random()}`.replace('.', '') });
  const elsewhere = await admin.get(`/realms/${other.name}/connections`);
  return [read.status, write.status, elsewhere.status];
}

describe('connections are administered', () => {
  it.each<[string, number[]]>([
    ['conn:manage', [200, 201, 403]],
    ['conn:read', [200, 403, 403]],
    ['conn:self conn:proxy conn:token conn:connect', [403, 403, 403]],
  ])('by a service of the realm with %s: %j', async (scope, statuses) => {
    expect(await reach(await asService(scope))).toEqual(statuses);
  });

  it('by a user with the scope only when the role is there too', async () => {
    expect(await reach(await asUser('openid conn:manage'))).toEqual([403, 403, 403]);
    expect(await reach(await asUser('openid conn:manage', ['realm-admin']))).toEqual([200, 201, 403]);
  });

  it('with `conn:manage` alone, and nothing else of the realm is', async () => {
    const service = await asService('conn:manage');
    expect((await service.get(`/realms/${realm.name}/clients`)).status).toBe(403);
  });

  it('by nobody without a live token', async () => {
    const none = await new Admin(server, 'none').get(`/realms/${realm.name}/connections`);
    expect(none.status).toBe(401);
  });

  it('in each realm apart: what is of another one is not found', async () => {
    const service = await asService('conn:manage');
    const made = await service.post(`/realms/${realm.name}/connections/apps`, { name: 'Mine alone' });
    const stranger = await aClient(server, other, { scopes: SCOPES });
    const token = await tokenOf(new OAuth(server, other).clientCredentials(stranger, { scope: 'conn:manage' }));
    const path = `/realms/${other.name}/connections/apps/${String(made.body['id'])}`;
    expect((await new Admin(server, token).get(path)).status).toBe(404);
  });
});
