import { SuiteProvider } from '../../../support/providers/suite-provider.js';
import { refusedFields } from '../../admin/support.js';
import { Vault } from '../support.js';
import { catalogueOf, Operator } from './operator.js';

const OPERATORS = { clientId: 'client-of-the-operator', secret: 'planted-secret-of-the-operator' };

describe('what would give away what master has entered', () => {
  let provider: SuiteProvider;
  let tenant: Vault;
  let operator: Operator;
  beforeAll(async () => {
    provider = await SuiteProvider.open(OPERATORS);
    tenant = await Vault.open([provider]);
    operator = new Operator(tenant, provider);
  });
  afterAll(async () => {
    await tenant.close();
    await provider.close();
  });

  it.each<[string, Record<string, unknown>]>([
    ['configs.Suite.tokenBody.client_secret', { tokenBody: '{"client_secret": "typed", "code": {{code}}}' }],
    ['configs.Suite.linkUrl.client_id', { linkUrl: 'https://crm.example/authorize?client_id=typed' }],
    ['configs.Suite.tokenHeaders.X-Api-Key', { tokenHeaders: { 'X-Api-Key': 'typed' } }],
    ['configs', { tokenBody: `{"note": "${OPERATORS.secret}", "code": {{code}}}` }],
    ['configs', { tokenHeaders: { 'X-Note': Buffer.from(OPERATORS.secret).toString('base64') } }],
  ])('is not offered: %s', async (field, config) => {
    const { slug, at } = await operator.offer([config], { offered: false });
    const refused = await operator.send('PATCH', at, { offered: true });
    expect([refused.status, refusedFields(refused)]).toEqual([400, [field]]);
    expect(refused.text).not.toMatch(/typed|planted/);
    expect([...(await catalogueOf(tenant)).keys()]).not.toContain(slug);
  });

  it('is not offered under names that an update could not tell apart', async () => {
    const { at } = await operator.offer([{}, {}], { offered: false });
    expect(refusedFields(await operator.send('PATCH', at, { offered: true }))).toEqual(['configs']);
  });

  it('is withdrawn when it is written later, and master is told why', async () => {
    const { slug, at, configs } = await operator.offer();
    await operator.done('POST', `${at}/requests`, { name: 'leak', path: 'x', headers: { 'X-Api-Key': 'typed' } });
    expect([...(await catalogueOf(tenant)).keys()]).not.toContain(slug);
    expect((await tenant.manage('POST', `/catalogue/${slug}/install`, {})).status).toBe(404);
    const shown = (await operator.done('GET', '/catalogue'))['items'] as Record<string, unknown>[];
    const faults = shown.find((entry) => entry['slug'] === slug)?.['faults'];
    expect(faults).toEqual([expect.objectContaining({ field: 'requests.leak.headers.X-Api-Key' })]);
    await operator.done('PATCH', `${at}/requests/leak`, { headers: {} });
    expect([...(await catalogueOf(tenant)).keys()]).toContain(slug);
    await operator.done('PATCH', String(configs[0]), { status: 'disabled' });
    expect((await catalogueOf(tenant)).get(slug)?.['configs']).toEqual([]);
  });
});
