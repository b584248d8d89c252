import { setTimeout as wait } from 'node:timers/promises';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { pageOf, responseOf, type Arrival } from '../support/form-browser.js';
import type { Fault } from '../support/providers/provider-answer.js';
import type { Endpoint } from '../support/providers/provider-call.js';
import { SuiteProvider } from '../support/providers/suite-provider.js';
import { TravellingBrowser } from '../support/providers/travelling-browser.js';
import { basic, bearer, postForm, request, type Answer } from '../support/requests.js';
import { ServerProcess } from '../support/server-process.js';
import { integrityProblems } from './integrity.js';
import { AdminCalls } from './oauth-calls.js';
import { USER } from './tenant.js';

const REALM = 'connects';
const RETURN_URL = 'https://app.example.com/connected';
const CLIENT = { clientId: 'app', secret: 'secret-of-the-client-under-test' };
const KILLS_WHILE_SAVING = 5;
const LONGEST_SAVE_MS = 30;

describe('a server that is killed while somebody connects an account', () => {
  let database: FreshDatabase;
  let provider: SuiteProvider;
  let server: ServerProcess;
  let admin: AdminCalls;
  let configId: string;

  beforeAll(async () => {
    database = await freshDatabase();
    provider = await SuiteProvider.open();
    server = await ServerProcess.start({ DATABASE_URL: database.url, EGRESS_ALLOW: provider.authority });
    admin = await AdminCalls.signIn(server);
    await admin.post('/realms', { name: REALM });
    await admin.post(`/realms/${REALM}/clients`, {
      ...{ clientId: CLIENT.clientId, clientSecret: CLIENT.secret, grantTypes: ['password', 'refresh_token'] },
      ...{ scopes: ['conn:self'], redirectUris: [RETURN_URL] },
    });
    await admin.post(`/realms/${REALM}/users`, USER);
  }, 120_000);
  beforeEach(async () => {
    provider.forget();
    const { url, client } = provider;
    const apps = `/realms/${REALM}/connections/apps`;
    const { body: app } = await admin.post(apps, { name: 'Acme CRM', slug: `acme-${Date.now()}`, status: 'published' });
    const config = await admin.post(`${apps}/${String(app['id'])}/oauth-configs`, {
      ...{ name: 'Suite', linkUrl: `${url}/authorize`, tokenUrl: `${url}/token`, scopes: ['read'] },
      ...{ clientId: client.clientId, clientSecret: client.secret, paths: { accountId: '$.id' } },
      testRequest: { method: 'GET', url: `${url}/account` },
    });
    configId = String(config.body['id']);
  });
  afterAll(async () => {
    await server?.dispose();
    await provider?.close();
    await database?.drop();
  }, 60_000);

  const call = async (path: string, body?: object): Promise<Answer> => {
    const form = { grant_type: 'password', ...USER, scope: 'conn:self' };
    const token = await postForm(`${server.issuer(REALM)}/oauth/token`, form, basic(CLIENT));
    return request(`${server.issuer(REALM)}/connections${path}`, {
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      headers: { ...bearer(String(token.body['access_token'])), ...(body && { 'content-type': 'application/json' }) },
    });
  };
  const begun = async (): Promise<{ id: string; agree: () => Promise<Arrival> }> => {
    const { body } = await call('/sessions', { config: configId, returnUrl: RETURN_URL });
    const browser = new TravellingBrowser(server.url, provider.url);
    const login = pageOf(await browser.open(String(body['connectUrl'])));
    const page = pageOf(await browser.submit(login, USER));
    const agree = (): Promise<Arrival> => browser.submit(page, {}, { button: ['decision', 'allow'] });
    return { id: String(body['sessionId']), agree };
  };
  const called = async (endpoint: Endpoint): Promise<void> => {
    while (provider.callsOf(endpoint).length === 0) await wait(1);
  };
  const killed = async (): Promise<void> => {
    await server.kill();
    expect(await integrityProblems(database.url)).toEqual([]);
    await server.restart();
  };
  const connections = async (): Promise<{ id: string; config: string }[]> => {
    const all = (await call('')).body['connections'] as { id: string; config: string }[];
    return all.filter(({ config }) => config === configId);
  };

  it.each<[string, Endpoint, Fault]>([
    ['the provider has sent the tokens', 'token', { kind: 'late', ms: 2000 }],
    ['the tokens are here', 'account', { kind: 'late', ms: 2000 }],
  ])('when %s: nothing is half-made, and the next try counts', async (_moment, endpoint, fault) => {
    const { id, agree } = await begun();
    provider.fail(endpoint, fault);
    const cut = agree().catch(() => null);
    await called(endpoint);
    await killed();
    expect(await cut).toBeNull();
    expect(await connections()).toEqual([]);
    expect((await call(`/sessions/${id}`)).body).toMatchObject({ status: 'exchanging', connectionId: null });
    const again = await begun();
    const told = responseOf(await again.agree());
    expect(told).toMatchObject({ status: 'connected', connection_id: (await connections())[0]?.id });
  });

  it(`while it saves them, ${KILLS_WHILE_SAVING} times over: there is all of it or nothing`, async () => {
    for (let kill = 0; kill < KILLS_WHILE_SAVING; kill++) {
      const { id, agree } = await begun();
      provider.forget();
      const cut = agree().catch(() => null);
      await called('account');
      await wait(Math.random() * LONGEST_SAVE_MS);
      await killed();
      await cut;
      const [connection] = await connections();
      const { body } = await call(`/sessions/${id}`);
      expect([body['status'], body['connectionId']]).toEqual(
        connection ? ['completed', connection.id] : ['exchanging', null],
      );
      if (connection) await admin.post(`/realms/${REALM}/connections/${connection.id}/revoke`, {});
    }
  });
});
