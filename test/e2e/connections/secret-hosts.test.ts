import { randomBytes } from 'node:crypto';
import { AuditService } from '../../../src/audit/audit.service.js';
import { SettingsValues } from '../../../src/connections/apps/settings-values.service.js';
import { UpstreamApi } from '../../support/upstream-api.js';
import { accountAt, proxyTo, Vault } from './support.js';

type Json = Record<string, unknown>;

const KEY = `planted-${randomBytes(12).toString('hex')}`;
const KEY_SETTING = { name: 'api_key', level: 'realm', kind: 'secret', required: true };

/** Who may set secrets may not read them: whatever is configured, they go where they were entered for. */
describe('a secret setting', () => {
  let good: UpstreamApi;
  let evil: UpstreamApi;
  let vault: Vault;
  let app: string;
  let installation: string;
  let slugs = 0;

  const configOf = (api: UpstreamApi, change: Json = {}): Json => ({
    name: 'CRM',
    grantType: 'client_credentials',
    connectionLevel: 'realm',
    tokenUrl: `${api.url}/token`,
    clientId: 'our-id',
    clientSecret: 'our-own-secret',
    ...change,
  });
  const withKey = (api: UpstreamApi, change: Json = {}): Json =>
    configOf(api, { tokenHeaders: { 'X-Key': '{{settings.api_key}}' }, ...change });
  const enter = (values: Json) => vault.manage('PUT', `/installations/${installation}/settings`, { values });
  const imported = async (config: string, more: Json = {}): Promise<string> =>
    String((await vault.managed('POST', '/import', { config, ...more }))['id']);
  const refreshed = async (id: string): Promise<unknown[]> => {
    const { status, body } = await vault.manage('POST', `/${id}/refresh`);
    return [status, body['code']];
  };
  const heard = (api: UpstreamApi): string[] =>
    [...api.calls, ...api.refreshes].map(({ url, headers, body }) => `${url} ${JSON.stringify(headers)} ${body}`);
  const lintOf = (config: Json): unknown[] =>
    (config['lint'] as Json[])
      .filter(({ code }) => code === 'secret_for_other_hosts')
      .map(({ level, field }) => [level, field]);
  const withheld = async (): Promise<unknown[]> => {
    const { items } = await vault.server
      .get(AuditService)
      .list(vault.realm, { type: 'connection.secret_withheld' }, { limit: 1 });
    return items.map(({ outcome, detail }) => [outcome, detail?.['secret'], detail?.['host']]);
  };

  beforeAll(async () => {
    [good, evil] = [await UpstreamApi.open(), await UpstreamApi.open()];
    vault = await Vault.open([good, evil]);
  });
  beforeEach(async () => {
    good.reset();
    evil.reset();
    app = await vault.app({ slug: `crm-${++slugs}`, memberUse: true });
    await vault.managed('POST', `/apps/${app}/settings`, KEY_SETTING);
    await vault.config(withKey(good), app);
    const { id } = await vault.managed('POST', `/apps/${app}/install`, { values: { api_key: KEY } });
    installation = String(id);
  });
  afterAll(async () => {
    await vault.close();
    await good.close();
    await evil.close();
  });

  it('goes to the hosts of the configs that there were when it was entered, and says which they are', async () => {
    const config = await vault.config(withKey(good, { name: 'Another' }), app);
    expect(lintOf(config.all)).toEqual([]);
    expect(await refreshed(await imported(config.id))).toEqual([200, undefined]);
    expect(heard(good).join()).toContain(KEY);
    const { body } = await vault.manage('GET', `/installations/${installation}/settings`);
    expect(body['items']).toEqual([expect.objectContaining({ name: 'api_key', value: null, hosts: [good.authority] })]);
  });

  it.each<[string, Json, string]>([
    ['a header', { tokenHeaders: { 'X-Key': '{{api_key}}' } }, 'api_key'],
    ['a header in base64', { tokenHeaders: { 'X-Key': 'K {{settings.api_key | base64}}' } }, 'settings.api_key'],
    ['the body', { tokenBody: '{"key": {{api_key}}}' }, 'api_key'],
    ['the query', { tokenQuery: '?key={{settings.api_key}}' }, 'settings.api_key'],
    ['the path', { tokenPath: '/{{api_key}}' }, 'api_key'],
  ])('does not go to the token endpoint of another config in %s', async (_, change, secret) => {
    const { tokenQuery = '', tokenPath = '', ...more } = change;
    const tokenUrl = `${evil.url}/token${String(tokenPath)}${String(tokenQuery)}`;
    const config = await vault.config(configOf(evil, { ...more, tokenUrl }), app);
    expect(lintOf(config.all)).toEqual([['warning', expect.stringMatching(/^token/)]]);
    expect(await refreshed(await imported(config.id))).toEqual([424, 'provider_config_error']);
    expect(heard(evil)).toEqual([]);
    expect(await withheld()).toEqual([['failure', secret, evil.authority]]);
  });

  it('does not go there as the secret of the client, by whatever name', async () => {
    await vault.managed('POST', `/apps/${app}/settings`, { ...KEY_SETTING, name: 'client_secret', required: false });
    expect((await enter({ client_secret: KEY })).status).toBe(200);
    const basic = { tokenHeaders: { Authorization: 'Basic {{client_basic}}' }, clientAuth: 'none' };
    for (const change of [{ clientAuth: 'body' }, { clientAuth: 'basic' }, basic]) {
      const config = await vault.config(configOf(evil, { clientSecret: null, ...change }), app);
      expect(await refreshed(await imported(config.id))).toEqual([424, 'provider_config_error']);
    }
    expect(heard(evil)).toEqual([]);
  });

  it('does not go along with other requests of a config, whatever its token endpoint', async () => {
    const accessToken = 'upstream-1';
    const probe = { ...accountAt(`${evil.url}/me`), headers: { 'X-Key': '{{api_key}}' } };
    const inject = [{ in: 'query', name: 'key', value: '{{api_key}}' }];
    const change = { testRequest: probe, revoke: probe, proxy: { ...proxyTo(evil.url), inject } };
    const config = await vault.config(withKey(good, change), app);
    const id = await imported(config.id, { accessToken });
    expect((await vault.manage('POST', `/${id}/test`)).body['code']).toBe('provider_config_error');
    expect((await vault.proxy(id, 'things')).body['code']).toBe('provider_config_error');
    await vault.manage('POST', `/${id}/revoke`);
    expect(heard(evil)).toEqual([]);
  });

  it('does not go along with a saved request to the API of another config', async () => {
    const headers = { 'X-Key': '{{api_key}}' };
    await vault.managed('POST', `/apps/${app}/requests`, { name: 'take', path: 'things', headers });
    const config = await vault.config(configOf(good, { proxy: proxyTo(evil.url) }), app);
    const id = await imported(config.id, { accessToken: 'upstream-1' });
    const answer = await vault.post(`/${id}/requests/take`, {});
    expect([answer.status, answer.body['code']]).toEqual([424, 'provider_config_error']);
    expect(heard(evil)).toEqual([]);
  });

  it('does not go to a host that its own config names later, until it is entered again', async () => {
    const config = await vault.config(withKey(good, { name: 'Changed' }), app);
    const change = { tokenUrl: `${evil.url}/token`, clientSecret: 'entered-again' };
    const changed = await vault.managed('PATCH', `/apps/${app}/oauth-configs/${config.id}`, change);
    expect(lintOf(changed)).toEqual([['warning', 'tokenHeaders.X-Key']]);
    const id = await imported(config.id);
    expect(await refreshed(id)).toEqual([424, 'provider_config_error']);
    expect(heard(evil)).toEqual([]);
    expect((await enter({ api_key: KEY })).status).toBe(200);
    expect(await refreshed(id)).toEqual([200, undefined]);
    expect(heard(evil).join()).toContain(KEY);
  });

  it('of a user goes to the hosts of the config that the user connected by', async () => {
    const own = { ...KEY_SETTING, name: 'own_key', level: 'user', required: false };
    await vault.managed('POST', `/apps/${app}/settings`, own);
    const userId = vault.user.id;
    const values = vault.server.get(SettingsValues);
    await values.enterOfUser(vault.realm, app, userId, { own_key: KEY }, [good.authority]);
    const change = { connectionLevel: 'user', tokenHeaders: { 'X-Key': '{{own_key}}' } };
    const config = await vault.config(configOf(evil, change), app);
    expect(await refreshed(await imported(config.id, { userId }))).toEqual([424, 'provider_config_error']);
    expect(heard(evil)).toEqual([]);
  });
});
