import { AppsService } from '../../../../src/connections/apps/apps.service.js';
import { SavedRequests } from '../../../../src/connections/proxy/saved-requests.service.js';
import type { Connection } from '../../../../src/connections/vault/connection.types.js';
import type { Realm } from '../../../../src/realms/realm.types.js';
import { UsersService } from '../../../../src/users/users.service.js';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../../support/builders.js';
import { connectedApp, type ConnectedApp } from '../../../support/connected.js';
import { basic, bearer, postForm, request, type Answer } from '../../../support/requests.js';
import { startServer, type TestServer } from '../../../support/server.js';
import { UpstreamApi } from '../../../support/upstream-api.js';

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const SCOPES = ['openid', 'conn:self', 'conn:proxy', 'conn:token'];
const UNKNOWN = '01900000-0000-7000-8000-000000000000';

describe('what the realm has connected', () => {
  let api: UpstreamApi;
  let server: TestServer;
  let realm: Realm;
  let client: BuiltClient;
  let crm: ConnectedApp;
  let connection: Connection;
  let member: string;
  let admin: string;

  const tokenBy = async (form: Record<string, string>): Promise<string> => {
    const { body } = await postForm(`${server.issuer(realm.name)}/oauth/token`, form, basic(client));
    return String(body['access_token']);
  };
  const ofUser = ({ username, password }: BuiltUser): Promise<string> =>
    tokenBy({ grant_type: 'password', username, password, scope: SCOPES.join(' ') });
  const send = (token: string, path: string, method = 'GET'): Promise<Answer> =>
    request(`${server.issuer(realm.name)}/connections${path}`, { method, headers: bearer(token) });
  const exchange = (subject: string, config: string, connectionId?: string): Promise<Answer> =>
    postForm(
      `${server.issuer(realm.name)}/oauth/token`,
      {
        grant_type: EXCHANGE,
        subject_token: subject,
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        audience: `urn:realmgate:connection:${config}`,
        ...(connectionId !== undefined && { connection_id: connectionId }),
      },
      basic(client),
    );
  const allow = (memberUse: boolean): Promise<unknown> =>
    server.get(AppsService).update(realm, crm.app.id, { memberUse });
  const listed = async (token: string): Promise<unknown[]> =>
    ((await send(token, '')).body['connections'] as { id: string }[]).map(({ id }) => id);
  /** All ways to it, by the ids of a connection and of its config. */
  const tried = async (token: string, id: string, config: string): Promise<unknown[]> => {
    const answers = [
      await send(token, `/${id}/proxy/notes`),
      await send(token, `/${id}/requests/list`, 'POST'),
      await send(token, `/${config}/requests/list`, 'POST'),
      await send(token, `/${id}/token`),
      await send(token, `/${id}`),
      await send(token, `/${id}`, 'DELETE'),
      await exchange(token, config),
      await exchange(token, config, id),
    ];
    return answers.map(({ status, body: { code, detail, error, error_description } }) => [
      status,
      code ?? error,
      detail ?? error_description,
    ]);
  };

  beforeAll(async () => {
    api = await UpstreamApi.open();
    server = await startServer({ settings: { EGRESS_ALLOW: api.authority } });
  });
  beforeEach(async () => {
    api.reset();
    realm = await aRealm(server);
    client = await aClient(server, realm, { grantTypes: ['client_credentials', 'password', EXCHANGE], scopes: SCOPES });
    member = await ofUser(await aUser(server, realm));
    admin = await ofUser(await aUser(server, realm, { roles: ['realm-admin'] }));
    crm = await connectedApp(server, realm, api, { connectionLevel: 'realm', tokenRelease: 'service' });
    await server.get(SavedRequests).create(realm, crm.app.id, { name: 'list', path: 'notes' });
    connection = await crm.connect({ kind: 'realm' });
  });
  afterAll(async () => {
    await server.close();
    await api.close();
  });

  it('is not told by its users from what does not exist, unless the app says otherwise', async () => {
    expect(crm.app.memberUse).toBe(false);
    const answers = await tried(member, connection.id, crm.config.id);
    expect(answers).toEqual(await tried(member, UNKNOWN, UNKNOWN));
    expect(answers.map((answer) => (answer as unknown[]).slice(0, 2))).toEqual([
      ...Array<unknown>(6).fill([404, 'connection_not_found']),
      ...Array<unknown>(2).fill([400, 'invalid_target']),
    ]);
    expect([await listed(member), api.calls]).toEqual([[], []]);
  });

  it('is not told by its config either, whether there is one, none, or it is switched off', async () => {
    crm = await connectedApp(server, realm, api, { connectionLevel: 'realm', tokenRelease: 'service' });
    await server.get(SavedRequests).create(realm, crm.app.id, { name: 'list', path: 'notes' });
    const none = await tried(member, UNKNOWN, crm.config.id);
    await crm.connect({ kind: 'realm' });
    expect(none).toEqual(await tried(member, UNKNOWN, UNKNOWN));
    expect(await tried(member, UNKNOWN, crm.config.id)).toEqual(none);
    await server.get(AppsService).update(realm, crm.app.id, { status: 'disabled' });
    expect(await tried(member, UNKNOWN, crm.config.id)).toEqual(none);
  });

  it('is used by them where the app says so, and as long as it does', async () => {
    await allow(true);
    expect(await listed(member)).toEqual([connection.id]);
    const statuses = async () =>
      (await tried(member, connection.id, crm.config.id)).map((answer) => (answer as unknown[])[0]);
    expect(await statuses()).toEqual([200, 200, 200, 403, 200, 403, 200, 200]);
    await allow(false);
    expect(await statuses()).toEqual([404, 404, 404, 404, 404, 404, 400, 400]);
  });

  it('is used by its administrators anyway, whose right ends with their role', async () => {
    expect(await listed(admin)).toEqual([connection.id]);
    const statuses = (await tried(admin, connection.id, crm.config.id)).map((answer) => (answer as unknown[])[0]);
    expect(statuses).toEqual([200, 200, 200, 403, 200, 403, 200, 200]);
    const former = await aUser(server, realm, { roles: ['realm-admin'] });
    const token = await ofUser(former);
    await server.get(UsersService).update(realm, former.username, { roles: [] });
    expect((await send(token, `/${connection.id}/proxy/notes`)).status).toBe(404);
  });

  it('is used by services with the scope, whatever the app says', async () => {
    const service = await tokenBy({ grant_type: 'client_credentials', scope: 'conn:proxy conn:token' });
    expect((await send(service, `/${connection.id}/proxy/notes`)).status).toBe(200);
    expect((await send(service, `/${crm.config.id}/requests/list`, 'POST')).status).toBe(200);
    expect((await send(service, `/${connection.id}/token`)).status).toBe(200);
  });

  it('says nothing about what is a user’s own', async () => {
    const user = await aUser(server, realm);
    const theirs = await connectedApp(server, realm, api);
    const { id } = await theirs.connect({ kind: 'user', userId: user.id });
    expect((await send(await ofUser(user), `/${id}/proxy/notes`)).status).toBe(200);
    await server.get(AppsService).update(realm, theirs.app.id, { memberUse: true });
    expect((await send(member, `/${id}/proxy/notes`)).status).toBe(404);
    expect((await send(admin, `/${id}/proxy/notes`)).status).toBe(404);
  });
});
