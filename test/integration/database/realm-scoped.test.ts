import { In } from 'typeorm';
import { RealmScopedRepository, type ListOptions, type Where } from '../../../src/database/realm-scoped.repository.js';
import type { RealmRef } from '../../../src/database/realm-ref.js';
import { isDuplicate } from '../../../src/database/storage-fault.js';
import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import { ScopeEntity } from '../../../src/scopes/scope.entity.js';
import { openTestDatabase, type TestNode } from '../../support/database.js';

class Scopes extends RealmScopedRepository<ScopeEntity> {
  constructor(node: TestNode) {
    super(node.sql, ScopeEntity);
  }
  one = (realm: RealmRef, where: Where<ScopeEntity>) => this.findOne(realm, where);
  all = (realm: RealmRef, where?: Where<ScopeEntity>) => this.findAll(realm, where);
  page = (realm: RealmRef, list: ListOptions<ScopeEntity>) => this.findPage(realm, list);
  add = (realm: RealmRef, row: Omit<ScopeEntity, 'realmId'>) => this.insert(realm, row);
  change = (realm: RealmRef, where: Where<ScopeEntity>, description: string) =>
    this.update(realm, where, { description });
  remove = (realm: RealmRef, where: Where<ScopeEntity>) => this.delete(realm, where);
}

describe('a repository of a realm', () => {
  const ids = new Ids(new SystemClock(), new SystemRandom());
  const [one, two] = ['one', 'two'].map((name) => ({ id: ids.next(), name })) as [RealmRef, RealmRef];
  let node: TestNode;
  let scopes: Scopes;
  const added: string[] = [];

  beforeAll(async () => {
    node = await openTestDatabase();
    scopes = new Scopes(node);
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      added.push(ids.next());
      await scopes.add(one, { id: added.at(-1)!, name, description: null });
      await scopes.add(two, { id: ids.next(), name, description: null });
    }
  });
  afterAll(() => node.close());

  it('finds the rows of its realm alone', async () => {
    expect(await scopes.one(one, { name: 'a' })).toEqual({
      id: added[0],
      realmId: one.id,
      name: 'a',
      description: null,
    });
    expect(await scopes.one(two, { id: added[0] })).toBeNull();
    expect(await scopes.all(one, { name: In(['a', 'b', 'z']) })).toHaveLength(2);
    const smuggled = { realmId: two.id, name: 'a' } as Where<ScopeEntity>;
    expect((await scopes.one(one, smuggled))?.realmId).toBe(one.id);
  });

  it('changes and deletes the rows of its realm alone, and counts them', async () => {
    expect(await scopes.change(one, { name: 'a' }, 'changed')).toBe(1);
    expect(await scopes.change(one, { name: 'a' }, 'changed')).toBe(1);
    expect((await scopes.one(two, { name: 'a' }))?.description).toBeNull();
    expect(await scopes.remove(two, { id: added[0] })).toBe(0);
    expect(await scopes.remove(two, { name: 'e' })).toBe(1);
    expect(await scopes.one(one, { name: 'e' })).not.toBeNull();
  });

  it('lists page by page, in either order', async () => {
    const walk = async (order: 'ASC' | 'DESC'): Promise<string[]> => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await scopes.page(one, { limit: 2, cursor, order });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      return seen;
    };
    const inOrder = [...added].sort();
    expect(await walk('ASC')).toEqual(inOrder);
    expect(await walk('DESC')).toEqual(inOrder.reverse());
  });

  it('req 87: refuses a cursor that it did not give', async () => {
    await expect(scopes.page(one, { limit: 2, cursor: "' OR 1=1" })).rejects.toThrow('not valid');
  });

  it('says when a row exists already', async () => {
    const again = scopes.add(one, { id: ids.next(), name: 'a', description: null });
    expect(await again.then(() => null, isDuplicate)).toBe(true);
  });
});
