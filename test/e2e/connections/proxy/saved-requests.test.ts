import { AppSettings } from '../../../../src/connections/apps/app-settings.service.js';
import { SettingsValues } from '../../../../src/connections/apps/settings-values.service.js';
import { EventTeller } from '../../../../src/connections/events/event-teller.service.js';
import { ProvisioningService } from '../../../../src/provisioning/provisioning.service.js';
import { Sql } from '../../../../src/database/sql.js';
import { idToBytes } from '../../../../src/kernel/ids.js';
import type { Realm } from '../../../../src/realms/realm.types.js';
import { RealmsService } from '../../../../src/realms/realms.service.js';
import { aClient, aRealm, aUser, type BuiltUser } from '../../../support/builders.js';
import { connectedApp, type ConnectedApp } from '../../../support/connected.js';
import { basic, bearer, postForm, request, type Answer } from '../../../support/requests.js';
import { startServer, type TestServer } from '../../../support/server.js';
import { UpstreamApi } from '../../../support/upstream-api.js';

const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

describe('requests that an app knows by name', () => {
  let api: UpstreamApi;
  let server: TestServer;
  let realm: Realm;
  let user: BuiltUser;
  let crm: ConnectedApp;
  let manager: string;

  const tokenBy = async (form: Record<string, string>): Promise<string> => {
    const scopes = ['openid', 'conn:manage', 'conn:read', 'conn:proxy', 'conn:connect'];
    const client = await aClient(server, realm, { scopes });
    const { body } = await postForm(`${server.issuer(realm.name)}/oauth/token`, form, basic(client));
    return String(body['access_token']);
  };
  const ofService = (scope: string): Promise<string> => tokenBy({ grant_type: 'client_credentials', scope });
  const ofUser = ({ username, password }: BuiltUser = user, scope = 'conn:proxy'): Promise<string> =>
    tokenBy({ grant_type: 'password', username, password, scope });
  const admin = (method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Answer> =>
    request(`${server.url}/admin/v1/realms/${realm.name}/connections/${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
      headers: { ...bearer(manager), ...(body && { 'content-type': 'application/json' }), ...headers },
    });
  const save = (body: object): Promise<Answer> => admin('POST', `apps/${crm.app.id}/requests`, body);
  const run = (token: string, id: string, name: string, body?: object): Promise<Answer> =>
    request(`${server.issuer(realm.name)}/connections/${id}/requests/${name}`, {
      method: 'POST',
      ...(body && { body: JSON.stringify(body) }),
      headers: { ...bearer(token), ...(body && { 'content-type': 'application/json' }) },
    });
  const rowsOf = async (table: string): Promise<number> => {
    const statement = `SELECT COUNT(*) AS n FROM ${table} WHERE realmId = ?`;
    const [row] = await server.get(Sql).query<{ n: number }>(statement, [idToBytes(realm.id)]);
    return Number(row?.n);
  };

  beforeAll(async () => {
    api = await UpstreamApi.open();
    server = await startServer({ settings: { EGRESS_ALLOW: api.authority } });
  });
  beforeEach(async () => {
    api.reset();
    realm = await aRealm(server);
    user = await aUser(server, realm);
    manager = await ofService('conn:manage');
    crm = await connectedApp(server, realm, api);
  });
  afterAll(async () => {
    await server.close();
    await api.close();
  });

  it('are made with the settings of the owner and the token of the connection', async () => {
    await server.get(AppSettings).create(realm, crm.app.id, { name: 'folder', level: 'user', kind: 'text' });
    await server.get(SettingsValues).enterOfUser(realm, crm.app.id, user.id, { folder: 'a/b "c"' }, []);
    const body = '{"folder": {{folder}}}';
    const query = { tag: '{{settings.folder}}' };
    expect((await save({ name: 'create-note', method: 'POST', path: '/notes', query, body })).status).toBe(201);
    const connection = await crm.connect({ kind: 'user', userId: user.id });
    api.handler = (_call, response) => response.writeHead(201).end('{"id":7}');
    const answer = await run(await ofUser(), connection.id, 'create-note');
    expect([answer.status, answer.body, answer.headers.get('x-upstream-status')]).toEqual([201, { id: 7 }, '201']);
    expect(api.calls[0]).toMatchObject({ method: 'POST', url: '/v1/notes?tag=a%2Fb%20%22c%22' });
    expect(api.calls[0]?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(String(api.calls[0]?.body))).toEqual({ folder: 'a/b "c"' });
  });

  it('begin with connecting, and then go by the stored token', async () => {
    await save({ name: 'list', path: 'notes' });
    const token = await ofUser();
    const first = await run(token, crm.config.id, 'list');
    expect([first.status, first.body['code']]).toEqual([424, 'reauth_required']);
    expect(String(first.body['connect_url'])).toContain(`${server.issuer(realm.name)}/connect`);
    await crm.connect({ kind: 'user', userId: user.id });
    expect((await run(token, crm.config.id, 'list')).status).toBe(200);
    expect(api.calls.map(({ method, url }) => [method, url])).toEqual([['GET', '/v1/notes']]);
  });

  it('tell a service where its user can connect, if it may begin that', async () => {
    await save({ name: 'list', path: 'notes' });
    const wish = { userId: user.id, completionChallenge: CHALLENGE };
    const told = await run(await ofService('conn:proxy conn:connect'), crm.config.id, 'list', wish);
    expect([told.status, String(told.body['connect_url'])]).toEqual([424, expect.stringContaining('/connect')]);
    const untold = await run(await ofService('conn:proxy'), crm.config.id, 'list', wish);
    expect([untold.status, untold.body['connect_url']]).toEqual([424, undefined]);
    expect((await run(await ofService('conn:proxy'), crm.config.id, 'list')).status).toBe(400);
    const unproven = { userId: user.id };
    const service = await ofService('conn:proxy conn:connect');
    expect((await run(service, crm.config.id, 'list', unproven)).body['connect_url']).toBeUndefined();
    await server.get(RealmsService).update(realm.name, { connectConfirmationOnly: true });
    const confirmed = await run(service, crm.config.id, 'list', unproven);
    expect(String(confirmed.body['connect_url'])).toContain('/connect');
  });

  it('tell who manages the realm, and no other user, where to connect it', async () => {
    crm = await connectedApp(server, realm, api, { connectionLevel: 'realm' }, { memberUse: true });
    await save({ name: 'list', path: 'notes' });
    const scope = 'conn:proxy conn:manage';
    const plain = await run(await ofUser(user, scope), crm.config.id, 'list');
    expect([plain.status, plain.body['code'], plain.body['connect_url']]).toEqual([424, 'reauth_required', undefined]);
    const admin = await aUser(server, realm, { roles: ['realm-admin'] });
    const told = await run(await ofUser(admin, scope), crm.config.id, 'list');
    expect(String(told.body['connect_url'])).toContain(`${server.issuer(realm.name)}/connect`);
    const narrow = await run(await ofUser(admin), crm.config.id, 'list');
    expect(narrow.body['connect_url']).toBeUndefined();
  });

  it('are unknown by any other name, and for connections of others', async () => {
    const connection = await crm.connect({ kind: 'user', userId: (await aUser(server, realm)).id });
    const service = await ofService('conn:proxy');
    expect((await run(service, connection.id, 'nothing')).body['code']).toBe('not_found');
    expect((await run(await ofUser(), connection.id, 'nothing')).body['code']).toBe('connection_not_found');
    expect((await run(await ofUser(), 'nothing', 'nothing')).body['code']).toBe('connection_not_found');
  });

  it('say which value is missing', async () => {
    await save({ name: 'list', path: '{{meta.shop}}/notes' });
    const connection = await crm.connect({ kind: 'user', userId: user.id });
    const { status, body } = await run(await ofUser(), connection.id, 'list');
    expect([status, body['code']]).toEqual([400, 'template_missing_value']);
    expect(String(body['detail'])).toContain('meta.shop');
  });

  it('are read, changed and deleted by administrators', async () => {
    const created = await save({ name: 'list', path: 'notes' });
    expect(created.headers.get('location')).toBe(
      `/admin/v1/realms/${realm.name}/connections/apps/${crm.app.id}/requests/list`,
    );
    const place = `apps/${crm.app.id}/requests/list`;
    const read = await admin('GET', place);
    expect(read.body).toEqual(created.body);
    const etag = String(read.headers.get('etag'));
    const changed = await admin('PATCH', place, { path: 'notes/all', headers: { 'X-A': '1' } }, { 'if-match': etag });
    expect([changed.status, changed.body['path'], changed.body['version']]).toEqual([200, 'notes/all', 2]);
    expect((await admin('DELETE', place, undefined, { 'if-match': etag })).status).toBe(412);
    expect((await admin('GET', `apps/${crm.app.id}/requests`)).body).toMatchObject({ items: [{ name: 'list' }] });
    expect((await admin('DELETE', place)).status).toBe(204);
    expect((await admin('GET', place)).status).toBe(404);
  });

  it.each([
    { name: 'list' },
    { name: null, path: 'notes' },
    { name: 'list', path: '../admin' },
    { name: 'list', path: 'a', headers: { Authorization: 'x' } },
    { name: 'list', path: 'a', headers: { 'X-A': 1 } },
    { name: 'list', path: 'a', headers: ['x'] },
    { name: 'list', path: '{{nobody.knows}}' },
    { name: 'list', path: 'a', body: '{"a": 1}' },
    { name: 'list', path: 'a', other: 1 },
  ])('cannot be saved as %j', async (body) => {
    expect((await save(body)).status).toBe(400);
    expect(await rowsOf('connection_requests')).toBe(0);
  });

  it('cannot be saved twice under one name', async () => {
    await save({ name: 'list', path: 'notes' });
    expect((await save({ name: 'list', path: 'other' })).status).toBe(409);
  });

  it('and webhooks and events go with their realm', async () => {
    await save({ name: 'list', path: 'notes' });
    const made = await admin('POST', 'webhooks', { url: `${api.url}/hook` });
    expect([made.status, String(made.body['secret'])]).toEqual([201, expect.stringMatching(/^whsec_/)]);
    await crm.connect({ kind: 'user', userId: user.id });
    await server.get(EventTeller).settled();
    expect(await rowsOf('connection_events')).toBeGreaterThan(0);
    await server.get(ProvisioningService).deleteRealm(realm.name);
    const tables = ['requests', 'webhooks', 'events', 'event_deliveries'].map((name) => `connection_${name}`);
    expect(await Promise.all(tables.map(rowsOf))).toEqual([0, 0, 0, 0]);
  });
});

describe('webhooks in the admin API', () => {
  let server: TestServer;
  let realm: Realm;
  let token: string;

  const admin = (method: string, path: string, body?: object): Promise<Answer> =>
    request(`${server.url}/admin/v1/realms/${realm.name}/connections/webhooks${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
      headers: { ...bearer(token), ...(body && { 'content-type': 'application/json' }) },
    });

  beforeAll(async () => {
    server = await startServer();
    realm = await aRealm(server);
    const client = await aClient(server, realm, { scopes: ['conn:manage'] });
    const form = { grant_type: 'client_credentials', scope: 'conn:manage' };
    token = String(
      (await postForm(`${server.issuer(realm.name)}/oauth/token`, form, basic(client))).body['access_token'],
    );
  });
  afterAll(() => server.close());

  it('are made, read, changed and deleted, and show their secret when it is made', async () => {
    const created = await admin('POST', '', { url: 'https://app.example.com/hook', events: ['connection.revoked'] });
    const { id, secret, ...rest } = created.body;
    expect([created.status, String(secret)]).toEqual([201, expect.stringMatching(/^whsec_/)]);
    expect((await admin('GET', `/${String(id)}`)).body).toEqual({ id, ...rest });
    expect((await admin('GET', '')).text).not.toContain(String(secret));
    const changed = await admin('PATCH', `/${String(id)}`, { enabled: false });
    expect(changed.body).toMatchObject({ enabled: false, events: ['connection.revoked'], version: 2 });
    const renewed = await admin('POST', `/${String(id)}/secret`);
    expect([renewed.status, renewed.body['secret'] === secret]).toEqual([200, false]);
    expect((await admin('DELETE', `/${String(id)}`)).status).toBe(204);
    expect((await admin('GET', `/${String(id)}`)).status).toBe(404);
  });

  it.each([
    {},
    { url: 'http://app.example.com/hook' },
    { url: 'https://app.example.com/', events: ['nothing.happened'] },
    { url: 'https://app.example.com/', events: 'connection.created' },
    { url: 'https://app.example.com/', enabled: 'yes' },
    { url: 'https://app.example.com/', secret: 'mine' },
  ])('are not made of %j', async (body) => expect((await admin('POST', '', body)).status).toBe(400));
});
