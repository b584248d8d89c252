import type { Realm } from '../../../src/realms/realm.types.js';
import { ScopesService } from '../../../src/scopes/scopes.service.js';
import { type Domain, freshDomain } from '../../support/domain.js';

const refusal = (code: string) => expect.objectContaining({ code });

describe('scopes', () => {
  let node: Domain;
  let scopes: ScopesService;
  let realm: Realm;

  beforeAll(async () => {
    node = await freshDomain();
    scopes = node.get(ScopesService);
    realm = await node.realm('demo');
  });
  afterAll(() => node.close());

  it('gives every realm the standard ones', async () => {
    const { items } = await scopes.list(realm, { limit: 200 });
    expect(items.map(({ name }) => name).sort()).toEqual([
      ...['address', 'admin:read', 'admin:write', 'conn:connect', 'conn:manage', 'conn:proxy', 'conn:read'],
      ...['conn:self', 'conn:token', 'email', 'offline_access', 'openid', 'phone', 'profile'],
    ]);
  });

  it('keeps the standard ones', async () => {
    await expect(scopes.delete(realm, 'openid')).rejects.toEqual(refusal('conflict'));
  });

  it('makes, describes and deletes a scope', async () => {
    await scopes.create(realm, { name: 'orders:read' });
    expect(await scopes.update(realm, 'orders:read', { description: 'See orders.' })).toEqual({
      name: 'orders:read',
      description: 'See orders.',
    });
    expect(await scopes.update(realm, 'orders:read', {})).toMatchObject({ description: 'See orders.' });
    await scopes.delete(realm, 'orders:read');
    await expect(scopes.get(realm, 'orders:read')).rejects.toEqual(refusal('not_found'));
  });

  it('refuses a name twice, but tells upper from lower case', async () => {
    await scopes.create(realm, { name: 'twice' });
    await scopes.create(realm, { name: 'Twice' });
    await expect(scopes.create(realm, { name: 'twice' })).rejects.toEqual(refusal('conflict'));
  });

  it.each(['', 'a b', 'a"b', 'a\\b', 'é', 'x'.repeat(129)])('refuses the name %j', async (name) => {
    await expect(scopes.create(realm, { name })).rejects.toEqual(refusal('invalid'));
  });

  it('refuses a long description', async () => {
    await expect(scopes.update(realm, 'openid', { description: 'x'.repeat(256) })).rejects.toEqual(refusal('invalid'));
  });

  it('does not find what does not exist', async () => {
    await expect(scopes.update(realm, 'none', { description: 'x' })).rejects.toEqual(refusal('not_found'));
    await expect(scopes.delete(realm, 'none')).rejects.toEqual(refusal('not_found'));
  });

  it('tells which of some names no scope bears', async () => {
    expect(await scopes.missing(realm, ['openid', 'OPENID', 'nope'])).toEqual(['OPENID', 'nope']);
    expect(await scopes.missing(realm, [])).toEqual([]);
  });
});
