import { setTimeout as wait } from 'node:timers/promises';
import { eventually } from '../support/eventually.js';
import { Connecting } from '../support/connecting.js';
import { freshMariaDb } from '../support/database.js';
import { pageOf, responseOf, type Arrival } from '../support/form-browser.js';
import { TestMariaDb } from '../support/mariadb.js';
import { SuiteProvider } from '../support/providers/suite-provider.js';
import type { TravellingBrowser } from '../support/providers/travelling-browser.js';
import { startServer, type TestServer } from '../support/server.js';

const SHORT_MS = 1500;
const RECOVERY_MS = 30_000;

describe('tokens that a provider has just given, while the database is stopped', () => {
  let mariadb: TestMariaDb;
  let provider: SuiteProvider;
  let server: TestServer;
  let connecting: Connecting;
  let browser: TravellingBrowser;

  beforeAll(async () => {
    mariadb = await TestMariaDb.start();
    const { url } = await freshMariaDb(mariadb.url);
    provider = await SuiteProvider.open();
    server = await startServer({ databaseUrl: url, settings: { EGRESS_ALLOW: provider.authority } });
  }, 120_000);
  beforeEach(async () => {
    provider.forget();
    connecting = await Connecting.open(server, provider);
    browser = connecting.browser();
    await connecting.signIn(browser);
  });
  afterAll(async () => {
    await server?.close();
    await provider?.close();
    await mariadb?.remove();
  }, 60_000);

  /** The database is stopped when the code has been exchanged, and the answer is under way then. */
  const stoppedAfterExchange = async (url: string): Promise<{ readonly arrival: Promise<Arrival> }> => {
    let goOn: () => void = () => undefined;
    provider.fail('account', { kind: 'held', until: new Promise<void>((resolve) => (goOn = resolve)) });
    const arrival = connecting.connect(browser, url);
    await eventually(() => expect(provider.callsOf('account')).not.toEqual([]));
    await mariadb.stop();
    goOn();
    return { arrival };
  };

  it('are saved when it comes back soon', async () => {
    const { id, url } = await connecting.userSession(await connecting.config());
    const { arrival } = await stoppedAfterExchange(url);
    await wait(SHORT_MS);
    await mariadb.restart();
    const told = responseOf(await arrival);
    const [connection, ...others] = await connecting.connections();
    expect(told).toEqual({ session_id: id, status: 'connected', connection_id: connection?.id });
    expect([others, connecting.exchanges(), provider.callsOf('revoke')]).toEqual([[], 1, []]);
  });

  it('wait for who completes their session when it comes back soon', async () => {
    const { id, url, verifier } = await connecting.apiSession(await connecting.config());
    const { arrival } = await stoppedAfterExchange(url);
    await wait(SHORT_MS);
    await mariadb.restart();
    expect(responseOf(await arrival)['status']).toBe('completion_required');
    expect((await connecting.complete(id, verifier)).status).toBe(200);
    expect(await connecting.connections()).toHaveLength(1);
  });

  it('are given back as soon as that can be done when it stays away, and whoever connects is told to come again', async () => {
    const config = await connecting.config();
    const { id, url } = await connecting.userSession(config);
    const { arrival } = await stoppedAfterExchange(url);
    const told = pageOf(await arrival);
    expect([told.status, told.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)]);
    await mariadb.restart();
    const giveUp = performance.now() + RECOVERY_MS;
    while (provider.callsOf('revoke').length === 0 && performance.now() < giveUp) await wait(100);
    expect(provider.grants.all.at(-1)?.revoked).toBe(true);
    const session = await connecting.api(`/sessions/${id}`, await connecting.tokenOf());
    expect([session.body['status'], session.body['connectionId']]).toEqual(['exchanging', null]);
    expect(await connecting.connections()).toEqual([]);
    const again = await connecting.userSession(config);
    expect(responseOf(await connecting.connect(browser, again.url))['status']).toBe('connected');
  });
});
