import { RevocationSender } from '../../../src/connections/vault/revocation-sender.service.js';
import { responseOf } from '../../support/form-browser.js';
import { Vault, type ShownConfig } from './support.js';
import { UPSTREAMS, type Upstream } from './upstreams.js';

const DAY = 24 * 60 * 60;

describe.each(UPSTREAMS)('an account at %s', (_name, open) => {
  let upstream: Upstream;
  let vault: Vault;
  let config: ShownConfig;
  let id: string;

  beforeAll(async () => {
    upstream = await open();
    vault = await Vault.open([upstream]);
    config = await vault.config({ ...upstream.config, tokenRelease: 'service' });
    await upstream.admit(config.callbackUrl);
  });
  afterAll(async () => {
    await vault.close();
    await upstream.close();
  });

  const released = async (): Promise<{ accessToken: string; version: number }> => {
    const { status, body, text } = await vault.call(`/${id}/token`, { token: await vault.token(null) });
    if (status !== 200) throw new Error(text);
    return body as { accessToken: string; version: number };
  };

  const callApi = async (): Promise<void> => {
    const { status, body } = await vault.proxy(id, upstream.api.path);
    expect([status, body]).toEqual([200, expect.objectContaining(upstream.api.says)]);
  };

  it('is connected by its user, and the application is told', async () => {
    const { sessionId, connectUrl } = await vault.begin(config.id);
    const browser = vault.browser(upstream);
    const page = await vault.landing(browser, connectUrl);
    expect(page.html).toContain('ada@acme.example');
    let arrival = await vault.agree(browser, page);
    if (arrival.kind === 'page' && upstream.signIn) arrival = await browser.signIn(arrival, upstream.signIn);
    const told = responseOf(arrival);
    expect(told).toMatchObject({ session_id: sessionId, status: 'connected' });
    id = told['connection_id'] ?? '';
    const { body } = await vault.call(`/${id}`);
    expect(body).toMatchObject({ status: 'active', health: 'ok', level: 'user', missingScopes: [] });
    expect(body['account']).toEqual(expect.any(String));
  });

  it('answers calls through the proxy', callApi);

  it('goes on when its access token has expired', async () => {
    const before = await released();
    vault.server.advance(2 * DAY);
    await callApi();
    const after = await released();
    expect(after.version).toBeGreaterThan(before.version);
    expect(after.accessToken).not.toBe(before.accessToken);
  });

  it('goes on when the API refuses its access token before it expires', async () => {
    // A refresh a moment ago would be taken for the last word on the grant.
    vault.server.advance(60);
    const before = await released();
    await upstream.endAccess(before.accessToken);
    expect(await upstream.isLive(before.accessToken)).toBe(false);
    await callApi();
    expect((await released()).version).toBe(before.version + 1);
  });

  it('is refreshed when an administrator asks for it', async () => {
    const before = await released();
    vault.server.advance(60);
    await vault.managed('POST', `/${id}/refresh`);
    expect((await released()).version).toBe(before.version + 1);
    await callApi();
  });

  it('is gone when its user disconnects it, here and there', async () => {
    const { accessToken } = await released();
    expect((await vault.call(`/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await vault.proxy(id, upstream.api.path)).body['code']).toBe('connection_not_found');
    await vault.server.get(RevocationSender).retry();
    expect(await upstream.isLive(accessToken)).toBe(false);
  });
});
