import { AppSettings } from '../../../../src/connections/apps/app-settings.service.js';
import { SettingsValues } from '../../../../src/connections/apps/settings-values.service.js';
import type { ConnectionConfig } from '../../../../src/connections/configs/config.types.js';
import { ConfigsService } from '../../../../src/connections/configs/configs.service.js';
import { HostResolver } from '../../../../src/egress/host-resolver.js';
import { Connecting } from '../../../support/connecting.js';
import { SuiteProvider } from '../../../support/providers/suite-provider.js';
import { TravellingBrowser } from '../../../support/providers/travelling-browser.js';
import { startServer, type TestServer } from '../../../support/server.js';

const HOSTS = ['name', 'one', 'other'].map((label) => `${label}.crm.test`);

describe('while somebody is at a provider whose token endpoint has a setting in its host', () => {
  let server: TestServer;
  let provider: SuiteProvider;
  let connecting: Connecting;
  let browser: TravellingBrowser;
  let config: ConnectionConfig;

  const set = (area: string): Promise<void> =>
    server.get(SettingsValues).enter(connecting.realm, config.appId, { area });
  /** As far as the provider's answer. */
  const away = async (): Promise<URL> => connecting.outbound(browser, (await connecting.userSession(config)).url);

  beforeAll(async () => {
    provider = await SuiteProvider.open();
    server = await startServer({ settings: { EGRESS_ALLOW: ['127.0.0.1', ...HOSTS].join(',') } });
    jest.spyOn(server.get(HostResolver), 'resolve').mockResolvedValue([{ address: '127.0.0.1', family: 4 }]);
  });
  beforeEach(async () => {
    provider.forget();
    connecting = await Connecting.open(server, provider);
    browser = connecting.browser();
    config = await connecting.config();
    const { realm } = connecting;
    const area = { name: 'area', level: 'realm', kind: 'text', defaultValue: 'one' } as const;
    await server.get(AppSettings).create(realm, config.appId, area);
    const tokenUrl = `http://{{settings.area}}.crm.test:${new URL(provider.url).port}/token`;
    const change = { tokenUrl, clientSecret: provider.client.secret };
    config = await server.get(ConfigsService).update(realm, config.id, change);
    await connecting.signIn(browser);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await server.close();
    await provider.close();
  });

  it('the code is exchanged there', async () => {
    await browser.open((await away()).href);
    expect(connecting.exchanges()).toBe(1);
    expect(await connecting.connections()).toHaveLength(1);
  });

  it('and which is changed meanwhile, the new host gets neither code nor verifier nor secret', async () => {
    const callback = await away();
    await set('other');
    await browser.open(callback.href);
    expect(connecting.exchanges()).toBe(0);
    expect(await connecting.connections()).toEqual([]);
  });
});
