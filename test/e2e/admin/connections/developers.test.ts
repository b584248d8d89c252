import type { Realm } from '../../../../src/realms/realm.types.js';
import { RolesService } from '../../../../src/realms/roles.service.js';
import { aClient, aRealm, aUser, type BuiltClient } from '../../../support/builders.js';
import { OAuth } from '../../../support/oauth.js';
import { bearer, request, type Answer } from '../../../support/requests.js';
import { startServer, type TestServer } from '../../../support/server.js';
import { Admin, itemsOf, refusedFields, tokenOf } from '../support.js';

const SCOPES = ['openid', 'conn:self', 'conn:read', 'conn:manage'];
const CONFIG = {
  name: 'CRM',
  linkUrl: 'https://crm.example/authorize?client_id={{client_id}}',
  tokenUrl: 'https://crm.example/token',
  clientId: 'us',
  clientSecret: 'a-secret-of-ours',
};
const RETURN_URL = 'https://app.acme.example/connected';
const UNKNOWN = '01900000-0000-7000-8000-000000000000';

let server: TestServer;
let realm: Realm;
let client: BuiltClient;
let ada: Admin;
let bob: Admin;
let admin: Admin;

const at = (path: string): string => `/realms/${realm.name}/connections${path}`;
const asUser = async (roles: string[]): Promise<Admin> => {
  const user = await aUser(server, realm, { roles });
  return new Admin(server, await tokenOf(new OAuth(server, realm).password(client, user, { scope: SCOPES.join(' ') })));
};
const anApp = async (by: Admin, name = 'CRM'): Promise<string> => {
  const { body, text, status } = await by.post(at('/apps'), { name });
  if (status !== 201) throw new Error(text);
  return String(body['id']);
};
const aConfig = async (by: Admin, app: string): Promise<string> =>
  String((await by.post(at(`/apps/${app}/oauth-configs`), CONFIG)).body['id']);
/** Another user's account. */
const connect = async (config: string): Promise<string> => {
  const { id: userId } = await aUser(server, realm);
  return String((await admin.post(at('/import'), { config, userId, accessToken: 'a' })).body['id']);
};
const statuses = async (...answers: Promise<Answer>[]): Promise<number[]> =>
  (await Promise.all(answers)).map(({ status }) => status);

beforeAll(async () => {
  server = await startServer();
});
beforeEach(async () => {
  realm = await aRealm(server);
  client = await aClient(server, realm, { scopes: SCOPES, redirectUris: [RETURN_URL] });
  for (const name of ['conn:developer', 'conn:support']) await server.get(RolesService).create(realm, { name });
  ada = await asUser(['conn:developer']);
  bob = await asUser(['conn:developer']);
  admin = await asUser(['realm-admin']);
});
afterAll(() => server.close());

describe('an app developer', () => {
  it('defines apps of its own, whole', async () => {
    const app = await anApp(ada);
    const config = await ada.post(at(`/apps/${app}/oauth-configs`), CONFIG);
    expect([config.status, config.body['clientSecret']]).toEqual([201, { set: true, last4: 'ours' }]);
    expect(
      await statuses(
        ada.patch(at(`/apps/${app}`), { description: 'Customers.' }),
        ada.post(at(`/apps/${app}/settings`), { name: 'region', level: 'user', kind: 'text' }),
        ada.post(at(`/apps/${app}/requests`), { name: 'list', path: 'notes' }),
        ada.post(at(`/oauth-configs/${String(config.body['id'])}/preview`)),
        ada.get(at('/presets/github')),
        ada.post(at(`/apps/${app}/oauth-configs/import`), { ...CONFIG, 'Config name': 'Pasted' }),
      ),
    ).toEqual([200, 201, 201, 200, 200, 201]);
    expect((await ada.delete(at(`/apps/${app}`))).status).toBe(204);
  });

  it('sees its own apps in the list, and finds nothing of the others', async () => {
    const [own, others] = [await anApp(ada), await anApp(bob, 'CRM of Bob')];
    const config = await aConfig(bob, others);
    expect(itemsOf(await ada.get(at('/apps'))).map(({ id }) => id)).toEqual([own]);
    expect(itemsOf(await admin.get(at('/apps'))).map(({ id }) => id)).toEqual([own, others]);
    const tried = [
      ada.get(at(`/apps/${others}`)),
      ada.patch(at(`/apps/${others}`), { name: 'Mine' }),
      ada.delete(at(`/apps/${others}`)),
      ada.put(at(`/apps/${others}/logo`), { url: 'https://crm.example/logo.png' }),
      ada.get(at(`/apps/${others}/connection-counts`)),
      ada.get(at(`/apps/${others}/settings`)),
      ada.post(at(`/apps/${others}/settings`), { name: 'region', level: 'user', kind: 'text' }),
      ada.get(at(`/apps/${others}/requests`)),
      ada.post(at(`/apps/${others}/requests`), { name: 'list', path: 'notes' }),
      ada.get(at(`/apps/${others}/oauth-configs`)),
      ada.post(at(`/apps/${others}/oauth-configs`), CONFIG),
      ada.post(at(`/apps/${others}/oauth-configs/import`), CONFIG),
      ada.get(at(`/apps/${own}/oauth-configs/${config}`)),
      ada.patch(at(`/apps/${own}/oauth-configs/${config}`), { name: 'Mine' }),
      ada.delete(at(`/apps/${own}/oauth-configs/${config}`)),
      ada.post(at(`/oauth-configs/${config}/preview`)),
      ada.post(at(`/oauth-configs/${config}/extract`), { answer: '{}' }),
    ];
    expect(await statuses(...tried)).toEqual(tried.map(() => 404));
    expect((await ada.get(at(`/apps/${others}`))).body['detail']).toBe(
      (await ada.get(at(`/apps/${UNKNOWN}`))).body['detail'],
    );
    expect((await ada.post(at(`/oauth-configs/${config}/preview`))).body['detail']).toBe(
      (await ada.post(at(`/oauth-configs/${UNKNOWN}/preview`))).body['detail'],
    );
  });

  it('reaches nothing that is the administrators’', async () => {
    const app = await anApp(ada);
    const tried = [
      ada.get(at('')),
      ada.get(at(`/${UNKNOWN}`)),
      ada.post(at('/import'), { config: UNKNOWN, accessToken: 'a' }),
      ada.post(at(`/${UNKNOWN}/refresh`)),
      ada.delete(at(`/${UNKNOWN}`)),
      ada.post(at(`/apps/${app}/install`)),
      ada.get(at('/installations')),
      ada.get(at('/catalogue')),
      ada.get(at('/webhooks')),
      ada.get(at('/keys')),
      ada.get(`/realms/${realm.name}`),
      ada.get(`/realms/${realm.name}/users`),
    ];
    expect(await statuses(...tried)).toEqual(tried.map(() => 403));
  });

  it('leaves to the administrators who sees and uses an app, and where tokens go', async () => {
    const app = await anApp(ada);
    const path = `/apps/${app}/oauth-configs`;
    const config = await aConfig(ada, app);
    const tried: [Promise<Answer>, string][] = [
      [ada.post(at('/apps'), { name: 'Another', status: 'published' }), 'status'],
      [ada.patch(at(`/apps/${app}`), { status: 'published' }), 'status'],
      [ada.patch(at(`/apps/${app}`), { memberUse: true }), 'memberUse'],
      [ada.patch(at(`/apps/${app}`), { offered: true }), 'offered'],
      [ada.post(at(path), { ...CONFIG, tokenRelease: 'service' }), 'tokenRelease'],
      [ada.post(at(`${path}/import`), { ...CONFIG, 'Token release': 'owner' }), 'tokenRelease'],
      [ada.patch(at(`${path}/${config}`), { tokenRelease: 'owner' }), 'tokenRelease'],
    ];
    for (const [answer, field] of tried) {
      const refused = await answer;
      expect([refused.status, refused.body['code'], refusedFields(refused)]).toEqual([403, 'forbidden', [field]]);
    }
    expect(itemsOf(await admin.get(at(path)))).toHaveLength(1);
  });

  it.each<[string, (app: string) => Promise<unknown>]>([
    ['it is published', (app) => admin.patch(at(`/apps/${app}`), { status: 'published' })],
    ['it is disabled', (app) => admin.patch(at(`/apps/${app}`), { status: 'disabled' })],
    ['the realm has installed it', (app) => admin.post(at(`/apps/${app}/install`))],
    ['somebody else is connected', async (app) => connect(await aConfig(ada, app))],
  ])('looks at its app and changes nothing of it when %s', async (_, trust) => {
    const app = await anApp(ada);
    const path = `/apps/${app}/oauth-configs`;
    const config = await aConfig(ada, app);
    await ada.post(at(`/apps/${app}/requests`), { name: 'list', path: 'notes' });
    await trust(app);
    const tried = [
      ada.patch(at(`/apps/${app}`), { name: 'CRM too' }),
      ada.delete(at(`/apps/${app}`)),
      ada.post(at(path), CONFIG),
      ada.post(at(`${path}/import`), CONFIG),
      ada.patch(at(`${path}/${config}`), { tokenUrl: 'https://crm.example/elsewhere' }),
      ada.delete(at(`${path}/${config}`)),
      ada.post(at(`/apps/${app}/settings`), { name: 'region', level: 'user', kind: 'text' }),
      ada.post(at(`/apps/${app}/requests`), { name: 'more', path: 'notes' }),
      ada.patch(at(`/apps/${app}/requests/list`), { path: 'elsewhere' }),
    ];
    expect(await statuses(...tried)).toEqual(tried.map(() => 403));
    expect(
      await statuses(
        ada.get(at(`/apps/${app}`)),
        ada.get(at(`${path}/${config}`)),
        ada.get(at(`/apps/${app}/connection-counts`)),
      ),
    ).toEqual([200, 200, 200]);
  });

  it('is told how many use its app, and not who', async () => {
    const app = await anApp(ada);
    const config = await aConfig(ada, app);
    await connect(config);
    await admin.patch(at(`/${await connect(config)}`), { enabled: false });
    const counts = await ada.get(at(`/apps/${app}/connection-counts`));
    expect(counts.body).toEqual({ total: 2, byStatus: { pending: 0, active: 1, needs_reauth: 0, disabled: 1 } });
    expect((await admin.get(at(`/apps/${app}/connection-counts`))).body).toEqual(counts.body);
  });

  it('connects its own draft to try it, as nobody else can', async () => {
    const app = await anApp(ada);
    const config = await aConfig(ada, app);
    const own = (by: Admin, path: string, body?: object): Promise<Answer> => {
      const headers = { ...bearer(by.token), 'content-type': 'application/json' };
      const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
      return request(`${server.issuer(realm.name)}/connections${path}`, { headers, ...sent });
    };
    const available = async (by: Admin): Promise<unknown[]> =>
      ((await own(by, '')).body['available'] as { config: string }[]).map((one) => one.config);
    const session = { config, returnUrl: RETURN_URL };
    expect([await available(ada), await available(bob)]).toEqual([[config], []]);
    expect(await statuses(own(ada, '/sessions', session), own(bob, '/sessions', session))).toEqual([201, 404]);
    await admin.patch(at(`/apps/${app}`), { status: 'disabled' });
    expect([await available(ada), (await own(ada, '/sessions', session)).status]).toEqual([[], 404]);
  });

  it('needs the role of the realm itself, and the scope', async () => {
    const [plain, reader] = [await asUser([]), await aUser(server, realm, { roles: ['conn:developer'] })];
    expect(await statuses(plain.get(at('/apps')), plain.post(at('/apps'), { name: 'CRM' }))).toEqual([403, 403]);
    const oauth = new OAuth(server, realm);
    const by = new Admin(server, await tokenOf(oauth.password(client, reader, { scope: 'conn:read' })));
    expect(await statuses(by.get(at('/apps')), by.post(at('/apps'), { name: 'CRM' }))).toEqual([200, 403]);
    const elsewhere = await aRealm(server);
    expect((await ada.get(`/realms/${elsewhere.name}/connections/apps`)).status).toBe(403);
  });
});

describe('support', () => {
  it('looks at connections and at what happened to them, and changes nothing', async () => {
    const id = await connect(await aConfig(admin, await anApp(admin)));
    const support = await asUser(['conn:support']);
    expect(
      await statuses(
        support.get(at('')),
        support.get(at(`/${id}`)),
        support.get(at(`/${id}/events`)),
        support.patch(at(`/${id}`), { enabled: false }),
        support.delete(at(`/${id}`)),
        support.post(at(`/${id}/refresh`)),
        support.get(at('/apps')),
        support.get(at('/webhooks')),
      ),
    ).toEqual([200, 200, 200, 403, 403, 403, 403, 403]);
  });
});
