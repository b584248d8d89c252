import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { RevocationSender } from '../../../src/connections/vault/revocation-sender.service.js';
import { EventTeller } from '../../../src/connections/events/event-teller.service.js';
import { Loopback } from '../../support/providers/loopback.js';
import { FAULTS } from '../../support/providers/provider-answer.js';
import type { ProviderCall } from '../../support/providers/provider-call.js';
import { SuiteProvider } from '../../support/providers/suite-provider.js';
import { suiteConfig, Vault, type ShownConfig } from './support.js';

interface Told {
  readonly type: string;
  readonly data: Record<string, unknown>;
}

describe('a webhook', () => {
  const receiver = new Loopback();
  let provider: SuiteProvider;
  let vault: Vault;
  let config: ShownConfig;
  let id: string;
  let secret: string;

  beforeAll(async () => {
    receiver.serve(['POST'], '/hooks', 'api', () => ({ status: 204 }));
    await receiver.listen();
    provider = await SuiteProvider.open();
    vault = await Vault.open([provider, receiver]);
    config = await vault.config(suiteConfig(provider));
    const webhook = await vault.managed('POST', '/webhooks', { url: `${receiver.url}/hooks` });
    secret = String(webhook['secret']);
    id = await vault.connect(config.id, provider);
  });
  afterAll(async () => {
    await vault.close();
    await provider.close();
    await receiver.close();
  });

  /** What was told since the last time somebody asked. */
  const news = async (): Promise<Told[]> => {
    await vault.server.get(EventTeller).settled();
    return receiver.calls.splice(0).map((call) => {
      expect(isSigned(call, secret)).toBe(true);
      for (const token of provider.grants.secrets) expect(call.body.toString()).not.toContain(token);
      return JSON.parse(call.body.toString()) as Told;
    });
  };

  const typesOf = (told: readonly Told[]): string[] => told.map(({ type }) => type);

  it('is told of a new connection, whose it is and of which account', async () => {
    const [told, ...more] = await news();
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      type: 'connection.created',
      data: { realm: vault.realm.name, connectionId: id, configId: config.id, userId: vault.user.id },
    });
  });

  it('is told when a refresh fails, and when it goes on', async () => {
    provider.fail('token', FAULTS.down);
    vault.server.advance(7200);
    await vault.proxy(id, 'things');
    expect(typesOf(await news())).toEqual(['connection.refresh_failing']);
    vault.server.advance(3600);
    await vault.proxy(id, 'things');
    expect(typesOf(await news())).toEqual(['connection.recovered']);
  });

  it('is told when the provider refuses the client, and when it takes it again', async () => {
    provider.fail('token', FAULTS.invalidClient);
    vault.server.advance(7200);
    await vault.proxy(id, 'things');
    expect(typesOf(await news())).toContain('oauth_config.unhealthy');
    vault.server.advance(3600);
    await vault.proxy(id, 'things');
    expect(typesOf(await news())).toContain('oauth_config.recovered');
  });

  it('is told when the grant is dead, and when its user has given a new one', async () => {
    const grant = provider.grants.all.at(-1);
    if (grant) provider.grants.revoke(grant);
    vault.server.advance(7200);
    const { body } = await vault.proxy(id, 'things');
    const told = await news();
    expect(told).toMatchObject([{ type: 'connection.needs_reauth' }]);
    const { reason, code } = told[0]?.data ?? {};
    expect([reason, code]).toEqual(['grant_ended', 'invalid_grant']);
    const guide = readFileSync('docs/connections.md', 'utf8');
    expect(guide).toContain(JSON.stringify({ reason, code }).slice(1));
    const browser = vault.browser(provider);
    await vault.agree(browser, await vault.landing(browser, String(body['connect_url'])));
    expect(typesOf(await news())).toEqual(['connection.reauthorized']);
  });

  it('is told when a connect comes to nothing', async () => {
    const second = await vault.config(suiteConfig(provider));
    const { connectUrl } = await vault.begin(second.id);
    const browser = vault.browser(provider);
    await browser.submit(await vault.landing(browser, connectUrl), {}, { button: ['decision', 'deny'] });
    expect(await news()).toMatchObject([{ type: 'connect.failed', data: { reason: 'access_denied' } }]);
  });

  it('is told when an administrator switches it off, and when it ends', async () => {
    await vault.managed('PATCH', `/${id}`, { enabled: false });
    expect(typesOf(await news())).toEqual(['connection.disabled']);
    await vault.managed('PATCH', `/${id}`, { enabled: true });
    await vault.call(`/${id}`, { method: 'DELETE' });
    await vault.server.get(RevocationSender).retry();
    expect(typesOf(await news())).toContain('connection.revoked');
  });
});

/** As Standard Webhooks has it. */
function isSigned({ headers, body }: ProviderCall, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body.toString()}`;
  return headers['webhook-signature'] === `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}
