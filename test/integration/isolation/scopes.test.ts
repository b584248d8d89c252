import { ScopesRepository } from '../../../src/scopes/scopes.repository.js';
import type { RealmRef } from '../../../src/database/realm-ref.js';
import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

describe('scopes', () => {
  const ids = new Ids(new SystemClock(), new SystemRandom());
  let node: TwoRealms;
  let scopes: ScopesRepository;

  const fill = (realm: RealmRef, ...names: string[]): Promise<void> =>
    scopes.insertAll(
      realm,
      names.map((name) => ({ id: ids.next(), name, description: realm.name })),
    );
  const describedThere = async (): Promise<string | null | undefined> =>
    (await scopes.find(node.there, 'read'))?.description;

  beforeAll(async () => {
    node = await openTwoRealms();
    scopes = new ScopesRepository(node.sql);
  });
  beforeEach(async () => {
    await fill(node.here, 'read');
    await fill(node.there, 'read', 'write');
  });
  afterEach(async () => {
    await scopes.deleteAllOf(node.here);
    await scopes.deleteAllOf(node.there);
  });
  afterAll(() => node.close());

  isolates('ScopesRepository.page', async () => {
    const { items } = await scopes.page(node.here, { limit: 10 });
    expect(items.map(({ description }) => description)).toEqual(['here']);
  });

  isolates('ScopesRepository.find', async () => {
    expect((await scopes.find(node.here, 'read'))?.description).toBe('here');
    expect(await scopes.find(node.here, 'write')).toBeNull();
  });

  isolates('ScopesRepository.known', async () => {
    expect([...(await scopes.known(node.here, ['read', 'write']))]).toEqual(['read']);
  });

  isolates('ScopesRepository.insertAll', async () => {
    await fill(node.here, 'write');
    expect((await scopes.find(node.there, 'write'))?.description).toBe('there');
  });

  isolates('ScopesRepository.describe', async () => {
    await scopes.describe(node.here, 'read', 'changed');
    expect(await describedThere()).toBe('there');
    expect(await scopes.describe(node.here, 'write', 'changed')).toBe(false);
  });

  isolates('ScopesRepository.remove', async () => {
    expect(await scopes.remove(node.here, 'write')).toBe(false);
    await scopes.remove(node.here, 'read');
    expect(await describedThere()).toBe('there');
  });

  isolates('ScopesRepository.deleteAllOf', async () => {
    await scopes.deleteAllOf(node.here);
    expect(await describedThere()).toBe('there');
  });
});
