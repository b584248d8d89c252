import { SuiteProvider } from '../../../support/providers/suite-provider.js';
import { Vault } from '../support.js';
import { install, Operator, shownCopy, type Offer, type ShownCopy } from './operator.js';

type Json = Record<string, unknown>;

const MINE = { clientId: 'client-of-the-tenant', secret: 'secret-of-the-tenant' };
const VALUES = { client_id: MINE.clientId, client_secret: MINE.secret };

describe('a copy', () => {
  let provider: SuiteProvider;
  let tenant: Vault;
  let operator: Operator;
  let offer: Offer;
  let copy: ShownCopy;

  beforeAll(async () => {
    provider = await SuiteProvider.open();
    provider.register(MINE);
    tenant = await Vault.open([provider]);
    operator = new Operator(tenant, provider);
  });
  beforeEach(async () => {
    offer = await operator.offer();
    copy = await install(tenant, offer.slug, { values: VALUES });
  });
  afterAll(async () => {
    await tenant.close();
    await provider.close();
  });

  const app = (): Promise<Json> => tenant.managed('GET', `/apps/${copy.appId}`);
  const isBehind = async (): Promise<unknown> => ((await app())['origin'] as Json)['updateAvailable'];
  const configPath = (): string => `/apps/${copy.appId}/oauth-configs/${String(copy.configs[0]?.id)}`;
  const config = (): Promise<Json> => tenant.managed('GET', configPath());
  const update = (body: Json = {}) => tenant.manage('POST', `/apps/${copy.appId}/update`, body);
  const offered = (changes: Json): Promise<Json> => operator.done('PATCH', String(offer.configs[0]), changes);

  it('is up to date, also with a client, values and a status of its realm', async () => {
    await tenant.managed('PATCH', configPath(), { ...{ clientId: MINE.clientId, clientSecret: MINE.secret } });
    await tenant.managed('PATCH', `/apps/${copy.appId}`, { slug: `${offer.slug}-renamed` });
    expect(await isBehind()).toBe(false);
    const before = await config();
    expect((await update()).status).toBe(200);
    expect(await config()).toEqual(before);
  });

  it('takes over what is new under the same ids and callbacks, and its connections go on', async () => {
    const id = await tenant.connect(String(copy.configs[0]?.id), provider);
    await offered({ scopes: ['read', 'write'] });
    await operator.done('POST', `${offer.at}/settings`, { name: 'team', level: 'realm', kind: 'text', required: true });
    await operator.done('POST', `${offer.at}/requests`, { name: 'newest', path: 'things' });
    await operator.done('PATCH', offer.at, { description: 'Now with notes.' });
    expect(await isBehind()).toBe(true);
    const answer = await update();
    expect(answer.status).toBe(200);
    const { configs, missing, installation } = shownCopy(answer);
    const kept = copy.configs[0];
    expect(configs).toEqual([expect.objectContaining({ id: kept?.id, callbackUrl: kept?.callbackUrl })]);
    expect([missing, installation['status']]).toEqual([['team'], 'pending_settings']);
    expect(await config()).toMatchObject({ scopes: ['read', 'write'], version: 2, clientId: null });
    expect(await app()).toMatchObject({ description: 'Now with notes.', slug: offer.slug });
    expect(await isBehind()).toBe(false);
    expect(await tenant.connection(id)).toMatchObject({ status: 'active' });
    expect((await tenant.proxy(id, 'things')).status).toBe(200);
    expect((await tenant.manage('GET', `/apps/${copy.appId}/requests/newest`)).status).toBe(200);
  });

  it('keeps what its realm has changed and the catalogue has not', async () => {
    await tenant.managed('PATCH', configPath(), { scopes: ['mine'] });
    await operator.done('PATCH', offer.at, { name: 'Acme CRM 2' });
    expect((await update()).status).toBe(200);
    expect([(await app())['name'], (await config())['scopes']]).toEqual(['Acme CRM 2', ['mine']]);
  });

  it('is not overwritten where both have changed the same, unless its realm wants it', async () => {
    await tenant.managed('PATCH', configPath(), {
      scopes: ['mine'],
      clientId: MINE.clientId,
      clientSecret: MINE.secret,
    });
    await offered({ scopes: ['theirs'] });
    await operator.done('POST', `${offer.at}/requests`, { name: 'newest', path: 'things' });
    const refused = await update();
    expect([refused.status, refused.body['conflicts']]).toEqual([409, ['config:Suite']]);
    expect((await tenant.manage('GET', `/apps/${copy.appId}/requests/newest`)).status).toBe(404);
    expect((await update({ overwrite: true })).status).toBe(200);
    expect(await config()).toMatchObject({ scopes: ['theirs'], clientId: MINE.clientId, clientSecret: { set: true } });
  });

  it('tells new hosts of nothing until its realm has confirmed them', async () => {
    const own = { clientId: MINE.clientId, clientSecret: MINE.secret };
    await tenant.managed('PATCH', configPath(), own);
    const id = await tenant.connect(String(copy.configs[0]?.id), provider);
    const linkUrl = 'https://people.example/authorize';
    await offered({ tokenUrl: 'https://elsewhere.example/token', linkUrl, clientSecret: 'entered-anew' });
    const refused = await update();
    expect([refused.status, refused.body['code']]).toEqual([409, 'confirmation_required']);
    expect(refused.body['hosts']).toEqual(['people.example', 'elsewhere.example']);
    expect(await tenant.connection(id)).toMatchObject({ status: 'active' });
    expect((await update({ confirm: true })).status).toBe(200);
    expect(await config()).toMatchObject({ clientId: MINE.clientId, clientSecret: { set: false } });
    expect(await tenant.connection(id)).toMatchObject({ status: 'needs_reauth' });
  });

  it('takes a config of a new provider in switched off, with a callback of its own', async () => {
    const second = { name: 'Second', clientId: 'another-client', clientSecret: 'another-secret' };
    const config = { ...second, linkUrl: `${provider.url}/authorize`, tokenUrl: `${provider.url}/token` };
    await operator.done('POST', `${offer.at}/oauth-configs`, config);
    const { configs } = shownCopy(await update());
    expect(configs.map(({ status }) => status)).toEqual(['active', 'disabled']);
    expect(new Set(configs.map(({ callbackUrl }) => callbackUrl)).size).toBe(2);
  });

  it('stays as it is when the catalogue has it no longer, and an app that is none is refused', async () => {
    await operator.done('PATCH', offer.at, { offered: false });
    expect(await isBehind()).toBe(false);
    expect((await update()).status).toBe(409);
    const mine = await tenant.app({ slug: `mine-${offer.slug}` });
    expect((await tenant.manage('POST', `/apps/${mine}/update`, {})).status).toBe(409);
    expect(await tenant.managed('GET', `/apps/${mine}`)).toMatchObject({ origin: null, offered: false });
  });

  it('is updated by one of two at once, whole', async () => {
    await offered({ scopes: ['new'] });
    const both = await Promise.all([update(), update()]);
    expect(both.map(({ status }) => status)).toContain(200);
    expect(await config()).toMatchObject({ scopes: ['new'], version: 2 });
  });
});
