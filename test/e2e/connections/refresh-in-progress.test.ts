import { ConnectionTokens } from '../../../src/connections/vault/connection-tokens.service.js';
import type { Connection } from '../../../src/connections/vault/connection.types.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { eventually } from '../../support/eventually.js';
import { aClient, aRealm } from '../../support/builders.js';
import { connectedApp } from '../../support/connected.js';
import { freshDatabase, type FreshDatabase } from '../../support/database.js';
import { basic, bearer, postForm, request, type Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { UpstreamApi } from '../../support/upstream-api.js';

/** Of a node that waits for another one. */
const PATIENCE_MS = 3000;
const IMPATIENT = { CONN_HTTP_TIMEOUT_MS: String(PATIENCE_MS), CONN_LEASE_SECONDS: '30' };
const PATIENT = { CONN_HTTP_TIMEOUT_MS: '14000', CONN_LEASE_SECONDS: '30' };

describe('while another node refreshes a connection', () => {
  let api: UpstreamApi;
  let database: FreshDatabase;
  let server: TestServer;
  let other: TestServer;
  let realm: Realm;
  let token: string;

  beforeAll(async () => {
    api = await UpstreamApi.open();
    database = await freshDatabase();
    const node = (settings: Record<string, string>): Promise<TestServer> =>
      startServer({ databaseUrl: database.url, settings: { EGRESS_ALLOW: api.authority, ...settings } });
    server = await node(IMPATIENT);
    other = await node(PATIENT);
    realm = await aRealm(server);
    const client = await aClient(server, realm, { scopes: ['conn:proxy', 'conn:token'] });
    const form = { grant_type: 'client_credentials', scope: 'conn:proxy conn:token' };
    const { body } = await postForm(`${server.issuer(realm.name)}/oauth/token`, form, basic(client));
    token = String(body['access_token']);
  });
  beforeEach(() => api.reset());
  afterAll(async () => {
    await other.close();
    await server.close();
    await database.drop();
    await api.close();
  });

  const get = (path: string): Promise<Answer> =>
    request(`${server.issuer(realm.name)}/connections/${path}`, { headers: bearer(token) });

  const connected = async (tokens: { expiresAt: number }): Promise<Connection> => {
    const crm = await connectedApp(server, realm, api, { connectionLevel: 'realm', tokenRelease: 'service' });
    return crm.connect({ kind: 'realm' }, tokens);
  };

  /** The other node asks for new tokens, and the provider takes its time until it is let go. */
  const begun = async ({ id }: Connection): Promise<() => Promise<unknown>> => {
    const gives = api.token;
    const waiting: (() => void)[] = [];
    api.token = (...call) => void waiting.push(() => gives(...call));
    const refreshed = other.get(ConnectionTokens).fresh(realm, { id });
    const ended = refreshed.catch((error: unknown) => error);
    await eventually(() => expect(api.refreshes).not.toEqual([]));
    return async () => {
      api.token = gives;
      for (const answer of waiting) answer();
      return ended;
    };
  };

  it('whose token has ended, callers are told to come again, and then get the new one', async () => {
    const connection = await connected({ expiresAt: Date.now() - 1000 });
    const letGo = await begun(connection);
    const answers = await Promise.all([get(`${connection.id}/proxy/notes`), get(`${connection.id}/token`)]);
    for (const { status, body, headers } of answers) {
      expect([status, body['code']]).toEqual([503, 'refresh_in_progress']);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(api.calls).toEqual([]);
    expect(await letGo()).toMatchObject({ version: 2 });
    const answer = await get(`${connection.id}/proxy/notes`);
    expect([answer.status, answer.headers.get('x-connection-version')]).toEqual([200, '2']);
  });

  it('whose token lives still, callers get that at once', async () => {
    const connection = await connected({ expiresAt: Date.now() + 60_000 });
    for (const node of [server, other]) node.advance(55);
    const letGo = await begun(connection);
    const start = performance.now();
    const [called, told] = await Promise.all([get(`${connection.id}/proxy/notes`), get(`${connection.id}/token`)]);
    expect(performance.now() - start).toBeLessThan(PATIENCE_MS);
    expect([called.status, called.headers.get('x-connection-version')]).toEqual([200, '1']);
    expect([told.status, told.body]).toMatchObject([200, { version: 1, accessToken: 'upstream-1' }]);
    expect(await letGo()).toMatchObject({ version: 2 });
    expect(api.refreshes).toHaveLength(1);
  });
});
