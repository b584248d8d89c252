import { AppsService } from '../../../../src/connections/apps/apps.service.js';
import { SettingsValues } from '../../../../src/connections/apps/settings-values.service.js';
import { ConfigSecrets } from '../../../../src/connections/configs/config-secrets.service.js';
import { ConfigsService } from '../../../../src/connections/configs/configs.service.js';
import { SavedRequests } from '../../../../src/connections/proxy/saved-requests.service.js';
import { Sql } from '../../../../src/database/sql.js';
import { idToBytes } from '../../../../src/kernel/ids.js';
import { aClient } from '../../../support/builders.js';
import { OAuth } from '../../../support/oauth.js';
import { fieldsOf } from '../../../support/providers/provider-call.js';
import { SuiteProvider } from '../../../support/providers/suite-provider.js';
import { Admin, itemsOf, refusedFields, tokenOf } from '../../admin/support.js';
import { Vault } from '../support.js';
import { catalogueOf, install, Operator } from './operator.js';

const OPERATORS = { clientId: 'client-of-the-operator', secret: 'planted-secret-of-the-operator' };
const ENTERED = 'planted-value-of-the-operator';
const [ONE, OTHER] = ['one', 'other'].map((name) => ({ clientId: `client-of-${name}`, secret: `secret-of-${name}` }));
const valuesOf = (client = ONE) => ({ client_id: client?.clientId, client_secret: client?.secret });

let provider: SuiteProvider;
let one: Vault;
let other: Vault;
let operator: Operator;
beforeAll(async () => {
  provider = await SuiteProvider.open(OPERATORS);
  one = await Vault.open([provider]);
  other = await Vault.in(one.server);
  operator = new Operator(one, provider);
  for (const client of [ONE, OTHER]) if (client) provider.register(client);
});
afterEach(() => provider.forget());
afterAll(async () => {
  await one.close();
  await provider.close();
});

describe('the catalogue', () => {
  it('shows every realm what master offers, and nothing that master has entered', async () => {
    const { slug, at } = await operator.offer([], { description: 'Customers and deals.' });
    const key = { name: 'team_key', level: 'realm', kind: 'secret', required: true, help: 'Ask your team.' };
    await operator.done('POST', `${at}/settings`, key);
    await operator.done('POST', `${at}/install`, { values: { team_key: ENTERED } });
    await operator.done('POST', `${at}/oauth-configs`, {
      ...{
        name: 'Main',
        linkUrl: `${provider.url}/authorize`,
        tokenUrl: 'https://crm.example/token',
        scopes: ['read'],
      },
      ...{ clientId: OPERATORS.clientId, clientSecret: OPERATORS.secret, tokenHeaders: { 'X-Team': '{{team_key}}' } },
    });
    const entry = (await catalogueOf(other)).get(slug);
    expect(entry).toEqual({
      ...{ slug, name: 'Acme CRM', description: 'Customers and deals.', logoSourceUrl: null, faults: [] },
      version: expect.stringMatching(/^[\w-]{22}$/),
      settings: ['team_key', 'client_id', 'client_secret'].map((name) => {
        const kind = name === 'client_id' ? 'text' : 'secret';
        const help = name === 'team_key' ? 'Ask your team.' : null;
        return { name, level: 'realm', kind, required: true, prompt: 'install', help };
      }),
      configs: [{ name: 'Main', hosts: [provider.authority, 'crm.example'], scopes: ['read'] }],
    });
  });

  it('shows no draft, nothing that is not offered, and nothing of another tenant', async () => {
    const draft = await operator.offer([{}], { status: 'draft' });
    const kept = await operator.offer([{}], { offered: false });
    await one.app({ slug: 'of-a-tenant', status: 'published' });
    const shown = [...(await catalogueOf(other)).keys()];
    expect([draft.slug, kept.slug, 'of-a-tenant'].filter((slug) => shown.includes(slug))).toEqual([]);
    for (const slug of [draft.slug, kept.slug, 'of-a-tenant', 'no-such-app'])
      expect((await other.manage('POST', `/catalogue/${slug}/install`, {})).status).toBe(404);
  });

  it('is offered to by master alone', async () => {
    const made = await one.manage('POST', '/apps', { name: 'Mine', offered: true });
    expect([made.status, refusedFields(made)]).toEqual([400, ['offered']]);
    const changed = await one.manage('PATCH', `/apps/${await one.app({ slug: 'mine' })}`, { offered: true });
    expect([changed.status, refusedFields(changed)]).toEqual([400, ['offered']]);
  });

  it('is read with `conn:read` and installed from with `conn:manage`', async () => {
    const { slug } = await operator.offer();
    const scopes = ['conn:read', 'conn:manage'];
    const client = await aClient(one.server, one.realm, { scopes });
    const statuses = await Promise.all(
      scopes.map(async (scope) => {
        const token = await tokenOf(new OAuth(one.server, one.realm).clientCredentials(client, { scope }));
        const at = `/realms/${one.realm.name}/connections/catalogue`;
        const service = new Admin(one.server, token);
        return [(await service.get(at)).status, (await service.post(`${at}/${slug}/install`)).status];
      }),
    );
    expect(statuses).toEqual([
      [200, 403],
      [200, 201],
    ]);
  });
});

describe('an app that two realms install', () => {
  it('is connected in each with its own client and callback, and is nothing to the other', async () => {
    const { slug } = await operator.offer();
    const [here, there] = [await install(one, slug), await install(other, slug, { values: valuesOf(OTHER) })];
    expect([[...here.missing].sort(), here.installation['status']]).toEqual([
      ['client_id', 'client_secret'],
      'pending_settings',
    ]);
    expect([there.missing, there.installation['status']]).toEqual([[], 'active']);
    const [mine, theirs] = [here.configs[0], there.configs[0]];
    if (!mine || !theirs) throw new Error('There are no configs.');
    expect(mine.callbackUrl).not.toBe(theirs.callbackUrl);
    const early = await one.post('/sessions', { config: mine.id, returnUrl: 'https://app.acme.example/connected' });
    expect([early.status, early.body['code']]).toEqual([409, 'installation_incomplete']);
    const values = `/installations/${String(here.installation['id'])}/settings`;
    await one.managed('PUT', values, { values: valuesOf(ONE) });
    const ids = [await one.connect(mine.id, provider), await other.connect(theirs.id, provider)];
    const asked = provider.callsOf('authorize').map(fieldsOf);
    expect(asked.map((fields) => [fields['client_id'], fields['redirect_uri']])).toEqual([
      [ONE?.clientId, mine.callbackUrl],
      [OTHER?.clientId, theirs.callbackUrl],
    ]);
    expect(provider.tokenCalls('authorization_code').map((call) => fieldsOf(call)['client_id'])).toEqual([
      ONE?.clientId,
      OTHER?.clientId,
    ]);
    expect((await one.proxy(String(ids[0]), 'things')).status).toBe(200);
    for (const path of [`/${ids[0]}`, `/apps/${here.appId}`, `/apps/${here.appId}/oauth-configs/${mine.id}`])
      expect((await other.manage('GET', path)).status).toBe(404);
    const foreign = await other.post('/sessions', { config: mine.id, returnUrl: 'https://app.acme.example/connected' });
    expect(foreign.status).toBe(404);
  });

  it('has no value, secret or id of master, in any row or answer', async () => {
    const { slug, at } = await operator.offer();
    await operator.done('POST', `${at}/settings`, { name: 'team_key', level: 'realm', kind: 'secret' });
    await operator.done('POST', `${at}/settings`, { name: 'own_key', level: 'user', kind: 'text', prompt: 'use' });
    await operator.done('POST', `${at}/requests`, { name: 'newest', path: 'things', query: { of: '{{own_key}}' } });
    await operator.done('POST', `${at}/install`, { values: { team_key: ENTERED } });
    const copy = await install(one, slug);
    const app = await one.server.get(AppsService).get(one.realm, copy.appId);
    const configs = await one.server.get(ConfigsService).ofApp(one.realm, app.id);
    expect(configs.map(({ clientId, clientSecret }) => [clientId, clientSecret.set])).toEqual([[null, false]]);
    for (const config of configs) expect(await one.server.get(ConfigSecrets).open(one.realm, config)).toBeNull();
    const entered = await one.server.get(SettingsValues).resolve(one.realm, { appId: app.id }, null);
    expect([entered.open, entered.secrets]).toEqual([{}, {}]);
    const requests = await one.server.get(SavedRequests).list(one.realm, app.id, { limit: 10 });
    expect(requests.items).toEqual([expect.objectContaining({ name: 'newest', query: { of: '{{own_key}}' } })]);
    await catalogueOf(one);
    for (const path of ['/apps', `/apps/${app.id}/oauth-configs`, `/apps/${app.id}/settings`])
      await one.manage('GET', path);
    const ofMaster = [OPERATORS.clientId, OPERATORS.secret, ENTERED, ...[at, ...operatorsIds(at)]];
    const tenants = one.answers.filter(({ path }) => path.startsWith(`/realms/${one.realm.name}/`));
    expect(tenants.filter(({ text }) => ofMaster.some((value) => text.includes(value)))).toEqual([]);
    const rows = JSON.stringify([app, configs, requests]);
    expect(ofMaster.filter((value) => rows.includes(value))).toEqual([]);
  });
});

const operatorsIds = (at: string): string[] => at.split('/').filter((part) => part.length === 36);

describe('an installation', () => {
  it('is one of two at once; the other hears what to do', async () => {
    const { slug } = await operator.offer();
    const both = await Promise.all([1, 2].map(() => one.manage('POST', `/catalogue/${slug}/install`, {})));
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(both.find(({ status }) => status === 409)?.text).toContain('another `slug`');
    const apps = itemsOf(await one.manage('GET', '/apps?limit=200'));
    expect(apps.filter((app) => app['slug'] === slug)).toHaveLength(1);
    const second = await install(one, slug, { slug: `${slug}-of-sales` });
    expect((await one.managed('GET', `/apps/${second.appId}`))['origin']).toMatchObject({ slug });
  });

  it('leaves nothing where it fails half-way', async () => {
    const { slug } = await operator.offer();
    const refused = await one.manage('POST', `/catalogue/${slug}/install`, { values: { no_such_setting: 'x' } });
    expect(refused.status).toBe(400);
    expect(itemsOf(await one.manage('GET', '/apps?limit=200')).map((app) => app['slug'])).not.toContain(slug);
  });

  it('shows no provider the client of another: configs wait for theirs, and the lint says so', async () => {
    const { slug } = await operator.offer([{}, { name: 'Second', clientId: 'another-client' }]);
    const { configs, missing } = await install(one, slug);
    expect(missing).toEqual([]);
    expect(configs).toEqual(
      [1, 2].map(() =>
        expect.objectContaining({
          status: 'disabled',
          lint: expect.arrayContaining([expect.objectContaining({ code: 'no_client_id' })]) as unknown,
        }),
      ),
    );
    expect(new Set(configs.map(({ callbackUrl }) => callbackUrl)).size).toBe(2);
  });

  it('stands in the record of its realm', async () => {
    const { slug } = await operator.offer();
    await install(one, slug, { values: valuesOf() });
    const [event] = itemsOf(
      await one.admin('GET', `/realms/${one.realm.name}/audit-events?type=admin.catalogue_app.installed&limit=1`),
    );
    expect(event).toMatchObject({ outcome: 'success', detail: { target: slug, fields: ['values'] } });
    expect(JSON.stringify(event)).not.toContain(ONE?.secret);
  });

  it('goes with its realm', async () => {
    const tenant = await Vault.in(one.server);
    await install(tenant, (await operator.offer()).slug);
    expect((await one.admin('DELETE', `/realms/${tenant.realm.name}`)).status).toBe(204);
    const tables = ['apps', 'app_settings', 'configs', 'config_versions', 'requests', 'installations'];
    for (const table of tables) {
      const statement = `SELECT id FROM connection_${table} WHERE realmId = ?`;
      expect(await one.server.get(Sql).query(statement, [idToBytes(tenant.realm.id)])).toEqual([]);
    }
  });
});
