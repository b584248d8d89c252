import { AppsService } from '../../../../src/connections/apps/apps.service.js';
import { Installations } from '../../../../src/connections/apps/installations.service.js';
import { ConnectionsService } from '../../../../src/connections/vault/connections.service.js';
import type { NewConfig } from '../../../../src/connections/configs/config-changes.types.js';
import type { Connection } from '../../../../src/connections/vault/connection.types.js';
import type { Realm } from '../../../../src/realms/realm.types.js';
import { aRealm, aUser, type BuiltUser } from '../../../support/builders.js';
import { connectedApp, type ConnectedApp } from '../../../support/connected.js';
import { request } from '../../../support/requests.js';
import { startServer, type TestServer } from '../../../support/server.js';
import { UpstreamApi } from '../../../support/upstream-api.js';
import { callsThrough, HALF_A_MINUTE } from './proxy-support.js';

describe('calls through a connection', () => {
  let api: UpstreamApi;
  let server: TestServer;
  let realm: Realm;
  let user: BuiltUser;
  let crm: ConnectedApp;
  let connection: Connection;
  let token: string;

  const { ofService, ofUser, proxy, call, callRaw } = callsThrough(() => ({ server, realm, connection, token }));
  const connected = async (change: Partial<NewConfig> = {}): Promise<void> => {
    crm = await connectedApp(server, realm, api, change);
    connection = await crm.connect({ kind: 'user', userId: user.id });
    server.advance(HALF_A_MINUTE);
  };

  beforeAll(async () => {
    api = await UpstreamApi.open();
    server = await startServer({ settings: { EGRESS_ALLOW: api.authority } });
  });
  beforeEach(async () => {
    api.reset();
    realm = await aRealm(server);
    user = await aUser(server, realm);
    token = await ofService('conn:proxy');
  });
  afterAll(async () => {
    await server.close();
    await api.close();
  });

  it('are 404 for connections of other users, other realms and nobody', async () => {
    await connected();
    const other = await aUser(server, realm);
    token = await ofUser(other, 'conn:proxy');
    expect([(await call('a')).status, (await call('a')).body['code']]).toEqual([404, 'connection_not_found']);
    token = await ofUser(user, 'conn:proxy');
    expect((await call('a')).status).toBe(200);
    realm = await aRealm(server);
    token = await ofService('conn:proxy');
    expect((await call('a')).body['code']).toBe('connection_not_found');
    expect(await callRaw('a')).toBe(404);
    expect(api.calls).toHaveLength(1);
  });

  it('come to nothing where an administrator has switched the service off', async () => {
    await connected();
    await server.get(ConnectionsService).disable(realm, connection, {});
    const disabled = await call('a');
    await server.get(ConnectionsService).enable(realm, { ...connection, status: 'disabled' });
    await server.get(AppsService).update(realm, crm.app.id, { status: 'disabled' });
    expect([disabled.status, (await call('a')).status]).toEqual([424, 424]);
    expect(api.calls).toEqual([]);
  });

  it('come to nothing while the installation of the app is disabled, and then go on', async () => {
    await connected();
    const installations = server.get(Installations);
    const { id } = await installations.install(realm, crm.app.id, {}, null);
    await installations.enable(realm, id, false);
    const refused = await call('a');
    expect([refused.status, refused.body['code'], api.calls.length]).toEqual([424, 'provider_config_error', 0]);
    await installations.enable(realm, id, true);
    expect((await call('a')).status).toBe(200);
  });

  it('need the scope', async () => {
    await connected();
    token = await ofService('conn:token');
    expect((await call('a')).status).toBe(403);
    expect((await request(proxy('a'))).status).toBe(401);
    expect(api.calls).toEqual([]);
  });

  it('tell whose grant has died where to renew it, and that is no fault of our token', async () => {
    await connected();
    token = await ofUser(user, 'conn:proxy');
    api.good = 'none';
    const gives = api.token;
    api.token = (_call, response) => response.writeHead(400).end('{"error":"invalid_grant"}');
    const answer = await call('a');
    const again = await call('a');
    api.token = gives;
    expect([answer.status, answer.body['code']]).toEqual([424, 'reauth_required']);
    expect(String(answer.body['connect_url'])).toContain(`${server.issuer(realm.name)}/connect`);
    expect(again.body['connect_url']).toBe(answer.body['connect_url']);
  });

  it('tell a service that cannot connect nothing more', async () => {
    await connected();
    api.good = 'none';
    const gives = api.token;
    api.token = (_call, response) => response.writeHead(400).end('{"error":"invalid_grant"}');
    const { status, body } = await call('a');
    api.token = gives;
    expect([status, body['code'], body['connect_url']]).toEqual([424, 'reauth_required', undefined]);
  });

  it('say what is wrong when the API cannot be reached', async () => {
    await connected();
    api.handler = (_call, response) => response.destroy();
    expect([(await call('a')).status, (await call('a')).body['code']]).toEqual([502, 'provider_error']);
    await connected({ proxy: null });
    expect([(await call('a')).status, (await call('a')).body['code']]).toEqual([424, 'provider_config_error']);
  });

  it('are held back when there are too many', async () => {
    await connected();
    const statuses = await Promise.all(Array.from({ length: 310 }, async () => (await call('a')).status));
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(10);
    expect((await call('a')).headers.get('retry-after')).toMatch(/^\d+$/);
  });
});
