import { setTimeout as wait } from 'node:timers/promises';
import { eventually } from '../../support/eventually.js';
import { withoutDatabase } from '../../support/database-down.js';
import { pageOf, responseOf } from '../../support/form-browser.js';
import { SuiteProvider } from '../../support/providers/suite-provider.js';
import { suiteConfig, Vault } from './support.js';

/** What is held back until it is let go. */
function held(): { readonly until: Promise<void>; go(): void } {
  let go: () => void = () => undefined;
  const until = new Promise<void>((resolve) => (go = resolve));
  return { until, go: () => go() };
}

describe('when the database fails half-way', () => {
  let provider: SuiteProvider;
  let vault: Vault;
  let configId: string;
  beforeAll(async () => {
    provider = await SuiteProvider.open();
    vault = await Vault.open([provider]);
    configId = (await vault.config(suiteConfig(provider))).id;
  });
  afterEach(() => provider.forget());
  afterAll(async () => {
    await vault.close();
    await provider.close();
  });

  const arrived = async (calls: number): Promise<void> => {
    await eventually(() => expect(provider.callsOf('token').length).toBeGreaterThanOrEqual(calls));
  };

  it('a connect is saved as soon as there is a database again', async () => {
    const { id } = await vault.config(suiteConfig(provider));
    const { connectUrl } = await vault.begin(id);
    const browser = vault.browser(provider);
    const page = await vault.landing(browser, connectUrl);
    const pause = held();
    provider.fail('token', { kind: 'held', until: pause.until });
    const agreed = vault.agree(browser, page);
    await arrived(1);
    await withoutDatabase(vault.server, async () => {
      pause.go();
      await wait(1000);
    });
    expect(responseOf(await agreed)['status']).toBe('connected');
    expect(provider.callsOf('revoke')).toEqual([]);
    expect(provider.callsOf('token')).toHaveLength(1);
  });

  it('a connect that cannot be saved is given back when there is one again, and can be made again', async () => {
    const { connectUrl } = await vault.begin(configId);
    const browser = vault.browser(provider);
    const page = await vault.landing(browser, connectUrl);
    const pause = held();
    provider.fail('token', { kind: 'held', until: pause.until });
    const agreed = vault.agree(browser, page);
    await arrived(1);
    await withoutDatabase(vault.server, async () => {
      pause.go();
      const told = pageOf(await agreed);
      expect([told.status, Number(told.headers.get('retry-after'))]).toEqual([503, expect.any(Number)]);
      expect(provider.callsOf('revoke')).toEqual([]);
    });
    const { items } = await vault.managed('GET', `?config=${configId}`);
    expect(items).toEqual([]);
    await eventually(() => expect(provider.callsOf('revoke')).not.toEqual([]));
    expect(provider.grants.all.at(-1)?.revoked).toBe(true);
    expect(await vault.connect(configId, provider)).toEqual(expect.any(String));
  });

  it('a refresh token that was rotated is saved as soon as there is a database again', async () => {
    const [connection] = (await vault.managed('GET', `?config=${configId}`))['items'] as { id: string }[];
    const id = connection?.id ?? '';
    vault.server.advance(7200);
    const pause = held();
    provider.fail('token', { kind: 'held', until: pause.until });
    const called = vault.proxy(id, 'things');
    await arrived(1);
    await withoutDatabase(vault.server, async () => {
      pause.go();
      await wait(500);
    });
    expect((await called).status).toBe(200);
    expect(provider.callsOf('token')).toHaveLength(1);
    vault.server.advance(7200);
    expect((await vault.proxy(id, 'things')).status).toBe(200);
    expect(provider.callsOf('token')).toHaveLength(2);
  });
});
