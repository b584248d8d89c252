import { HostResolver } from '../../../src/egress/host-resolver.js';
import { UpstreamApi } from '../../support/upstream-api.js';
import { proxyTo, Vault } from './support.js';

type Json = Record<string, unknown>;

const LABELS = ['name', 'one', 'evil'];
const ALLOWED = LABELS.map((label) => `${label}.crm.test`).join(',');
/** For as long no refresh follows another one. */
const HALF_A_MINUTE = 31;
const AREA = { name: 'area', level: 'realm', kind: 'text' };

/** A value that stands in a host is part of no version: who changes it must get nothing that was meant for the old host. */
describe('a setting that is part of a host', () => {
  let api: UpstreamApi;
  let vault: Vault;
  let app: string;
  let area: string;
  let installation: string;
  let slugs = 0;

  const urlOf = (path = ''): string => `http://{{settings.area}}.crm.test:${new URL(api.url).port}${path}`;
  const configOf = (change: Json = {}): Json => ({
    name: 'CRM',
    connectionLevel: 'realm',
    linkUrl: 'https://crm.example/authorize',
    tokenUrl: urlOf('/token'),
    clientId: 'our-id',
    clientSecret: 'our-own-secret',
    proxy: proxyTo(urlOf()),
    ...change,
  });
  const enter = (values: Json) => vault.manage('PUT', `/installations/${installation}/settings`, { values });
  const connected = async (config: string): Promise<string> => {
    const tokens = { accessToken: 'upstream-1', refreshToken: 'refresh-1' };
    return String((await vault.managed('POST', '/import', { config, ...tokens }))['id']);
  };
  const refresh = async (id: string): Promise<unknown[]> => {
    vault.server.advance(HALF_A_MINUTE);
    const { status, body } = await vault.manage('POST', `/${id}/refresh`);
    return [status, body['code']];
  };
  const heardBy = (label: string): number =>
    [...api.calls, ...api.refreshes].filter(({ headers }) => headers.host?.startsWith(`${label}.`)).length;

  beforeAll(async () => {
    api = await UpstreamApi.open();
    vault = await Vault.open([api], { EGRESS_ALLOW: `127.0.0.1,${ALLOWED}` });
    const resolver = vault.server.get(HostResolver);
    jest.spyOn(resolver, 'resolve').mockResolvedValue([{ address: '127.0.0.1', family: 4 }]);
  });
  beforeEach(async () => {
    api.reset();
    app = await vault.app({ slug: `hosts-${++slugs}`, memberUse: true });
    area = String((await vault.managed('POST', `/apps/${app}/settings`, AREA))['id']);
    const { id } = await vault.managed('POST', `/apps/${app}/install`, { values: { area: 'one' } });
    installation = String(id);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await vault.close();
    await api.close();
  });

  it('leads there', async () => {
    const { id: config } = await vault.config(configOf(), app);
    const id = await connected(config);
    expect((await vault.proxy(id, 'things')).status).toBe(200);
    expect(await refresh(id)).toEqual([200, undefined]);
    expect(heardBy('one')).toBe(2);
    expect((await enter({ area: 'one' })).status).toBe(200);
    expect(await vault.connection(id)).toMatchObject({ status: 'active' });
  });

  it('stops connections when it is changed: their tokens are those of the old host', async () => {
    const { id: config } = await vault.config(configOf(), app);
    const id = await connected(config);
    expect((await enter({ area: 'evil' })).status).toBe(200);
    expect(await vault.connection(id)).toMatchObject({ status: 'needs_reauth', statusReason: 'host_changed' });
    expect(await refresh(id)).toEqual([424, 'reauth_required']);
    expect((await vault.proxy(id, 'things')).status).toBe(424);
    expect(heardBy('evil')).toBe(0);
  });

  it('takes no client secret along, which is to be entered again', async () => {
    const { id: config } = await vault.config(configOf(), app);
    await enter({ area: null });
    await enter({ area: 'evil' });
    const id = await connected(config);
    expect(await refresh(id)).toEqual([424, 'provider_config_error']);
    expect(heardBy('evil')).toBe(0);
    const path = `/apps/${app}/oauth-configs/${config}`;
    const codes = ((await vault.managed('GET', path))['lint'] as Json[]).map(({ code, field }) => [code, field]);
    expect(codes).toContainEqual(['secret_for_other_hosts', 'clientSecret']);
    await vault.managed('PATCH', path, { clientSecret: 'entered-again' });
    expect(await refresh(id)).toEqual([200, undefined]);
    expect(heardBy('evil')).toBe(1);
  });

  it('is changed together with the secrets of the app, or not at all', async () => {
    const key = { name: 'api_key', level: 'realm', kind: 'secret' };
    await vault.managed('POST', `/apps/${app}/settings`, key);
    await vault.config(configOf(), app);
    expect((await enter({ api_key: 'a-key-of-the-crm' })).status).toBe(200);
    const refusal = await enter({ area: 'evil' });
    expect([refusal.status, refusal.body['code']]).toEqual([400, 'invalid']);
    expect(refusal.body['errors']).toEqual([expect.objectContaining({ field: 'api_key' })]);
    expect((await enter({ area: 'evil', api_key: 'a-key-of-the-crm' })).status).toBe(200);
    const { body } = await vault.manage('GET', `/installations/${installation}/settings`);
    const [shown] = (body['items'] as Json[]).filter(({ name }) => name === 'api_key');
    expect(shown?.['hosts']).toEqual(expect.arrayContaining([expect.stringMatching(/^evil\./)]));
  });

  it.each<[string, () => Promise<unknown>]>([
    ['by another default', () => vault.managed('PATCH', `/apps/${app}/settings/${area}`, { defaultValue: 'evil' })],
    [
      'by being made anew',
      async () => {
        await vault.manage('DELETE', `/apps/${app}/settings/${area}`);
        await vault.managed('POST', `/apps/${app}/settings`, { ...AREA, defaultValue: 'evil' });
      },
    ],
    [
      'by becoming the users’',
      () => vault.managed('PATCH', `/apps/${app}/settings/${area}`, { level: 'user', defaultValue: 'evil' }),
    ],
  ])('sends nothing to another host %s', async (_, change) => {
    const { id: config } = await vault.config(configOf(), app);
    const id = await connected(config);
    await enter({ area: null });
    await change();
    expect((await refresh(id))[0]).toBe(424);
    expect((await vault.proxy(id, 'things')).status).toBe(424);
    expect(await refresh(await connected(await copyOf(config)))).toEqual([424, 'provider_config_error']);
    expect(heardBy('evil')).toBe(0);
  });

  /** The connection of the realm is taken: it is disconnected, and another one made by the same config. */
  const copyOf = async (config: string): Promise<string> => {
    const { items } = await vault.managed('GET', `?config=${config}`);
    for (const { id } of items as Json[]) await vault.manage('DELETE', `/${String(id)}?revoke=never`);
    return config;
  };

  it.each(['tokenUrl', 'refreshUrl'])('is not a setting of users in %s', async (field) => {
    const own = { name: 'own_area', level: 'user', kind: 'text' };
    await vault.managed('POST', `/apps/${app}/settings`, own);
    const change = { [field]: urlOf('/token').replace('settings.area', 'own_area') };
    const { status, body } = await vault.manage('POST', `/apps/${app}/oauth-configs`, configOf(change));
    expect([status, body['errors']]).toEqual([400, [expect.objectContaining({ field })]]);
  });
});
