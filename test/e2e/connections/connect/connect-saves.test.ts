import { ConfigsService } from '../../../../src/connections/configs/configs.service.js';
import { ConnectSessionsRepository } from '../../../../src/connections/connect/connect-sessions.repository.js';
import { ConnectionsService } from '../../../../src/connections/vault/connections.service.js';
import { DatabaseError } from '../../../../src/database/database-error.js';
import { Transaction } from '../../../../src/database/transaction.js';
import { Connecting } from '../../../support/connecting.js';
import { responseOf } from '../../../support/form-browser.js';
import type { SuiteProvider } from '../../../support/providers/suite-provider.js';
import type { TravellingBrowser } from '../../../support/providers/travelling-browser.js';
import type { TestServer } from '../../../support/server.js';

describe('what a connect session saves', () => {
  let server: TestServer;
  let provider: SuiteProvider;
  let connecting: Connecting;
  let browser: TravellingBrowser;
  beforeAll(async () => {
    ({ server, provider } = await Connecting.start());
  });
  beforeEach(async () => {
    provider.forget();
    connecting = await Connecting.open(server, provider);
    browser = connecting.browser();
    await connecting.signIn(browser);
  });
  afterAll(async () => {
    await server.close();
    await provider.close();
  });

  const update = (id: string, change: object) => server.get(ConfigsService).update(connecting.realm, id, change);
  const versions = async () => (await connecting.connections()).map(({ configVersion }) => configVersion);

  it('goes by the version that came meanwhile, when it is new and when it is authorized anew', async () => {
    const config = await connecting.config();
    const { url } = await connecting.userSession(config);
    await update(config.id, { tokenRelease: 'service' });
    await connecting.connect(browser, url);
    expect(await versions()).toEqual([2]);
    const [connection] = await connecting.connections();
    const again = await connecting.userSession(config, { connectionId: connection!.id });
    await update(config.id, { tokenRelease: 'none' });
    expect(responseOf(await connecting.connect(browser, again.url))['status']).toBe('connected');
    expect(await versions()).toEqual([3]);
  });

  it.each([
    ['speaks as another client', { clientId: 'another-client' }],
    [
      'leads to another host',
      { proxy: { baseUrl: 'https://other.example', inject: [], allowedMethods: [], allowedHosts: [] } },
    ],
  ])('stays with its own version when a later one %s', async (_, change) => {
    const config = await connecting.config();
    const { url } = await connecting.userSession(config);
    await update(config.id, { ...change, clientSecret: provider.client.secret });
    await connecting.connect(browser, url);
    expect(await versions()).toEqual([1]);
  });

  it('shortens the name of an account, and refuses an id that there is no room for', async () => {
    const config = await connecting.config();
    provider.behave({ account: { id: 'a'.repeat(256), name: 'ada' } });
    const refused = await connecting.connect(browser, (await connecting.userSession(config)).url);
    expect(responseOf(refused)).toMatchObject({ status: 'failed', error: 'token_response_unreadable' });
    expect(provider.callsOf('revoke')).toHaveLength(1);
    provider.behave({ account: { id: 'a'.repeat(255), name: 'n'.repeat(300) } });
    await connecting.connect(browser, (await connecting.userSession(config)).url);
    expect((await connecting.connections())[0]?.upstreamLabel).toBe('n'.repeat(255));
  });

  it('is given back when it cannot be saved, whatever the reason', async () => {
    const { url } = await connecting.userSession(await connecting.config());
    const connections = server.get(ConnectionsService);
    const create = connections.create.bind(connections);
    connections.create = () => Promise.reject(new Error('unforeseen'));
    await connecting.connect(browser, url);
    connections.create = create;
    expect(provider.callsOf('revoke')).toHaveLength(1);
    expect(await connecting.connections()).toEqual([]);
  });

  it('is given back when the provider does not say whose it is', async () => {
    const testRequest = {
      method: 'GET',
      url: `${provider.url}/nowhere`,
      headers: {},
      body: null,
      bodyFormat: 'form',
    } as const;
    const { url } = await connecting.userSession(await connecting.config({ testRequest }));
    expect(responseOf(await connecting.connect(browser, url))['status']).toBe('failed');
    expect(provider.callsOf('revoke')).toHaveLength(1);
  });

  describe('though nobody hears that it was stored', () => {
    const unheard = (): never => {
      throw new DatabaseError('fault', 'PROTOCOL_CONNECTION_LOST', 'gone');
    };

    it('is one connection, and is not given back', async () => {
      const { id, url } = await connecting.userSession(await connecting.config());
      const transaction = server.get(Transaction);
      const connections = server.get(ConnectionsService);
      const [run, create] = [transaction.run.bind(transaction), connections.create.bind(connections)];
      let isStored = false;
      connections.create = async (...given) => create(...given).finally(() => (isStored = true));
      transaction.run = async (work) => {
        const result = await run(work);
        if (!isStored || transaction.active) return result;
        isStored = false;
        return unheard();
      };
      const arrival = await connecting.connect(browser, url);
      Object.assign(transaction, { run });
      Object.assign(connections, { create });
      const [connection, ...others] = await connecting.connections();
      expect(responseOf(arrival)).toEqual({ session_id: id, status: 'connected', connection_id: connection?.id });
      expect([others, provider.callsOf('revoke')]).toEqual([[], []]);
    });

    it('waits for who completes it', async () => {
      const { id, url, verifier } = await connecting.apiSession(await connecting.config());
      const sessions = server.get(ConnectSessionsRepository);
      const advance = sessions.advance.bind(sessions);
      let isUnheard = false;
      sessions.advance = async (realm, session, step) => {
        const advanced = await advance(realm, session, step);
        if (step.to !== 'exchanged' || isUnheard) return advanced;
        isUnheard = true;
        return unheard();
      };
      const arrival = await connecting.connect(browser, url);
      Object.assign(sessions, { advance });
      expect(responseOf(arrival)['status']).toBe('completion_required');
      expect((await connecting.complete(id, verifier)).status).toBe(200);
      expect(provider.callsOf('revoke')).toEqual([]);
    });
  });
});
