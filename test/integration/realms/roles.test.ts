import { Sql } from '../../../src/database/sql.js';
import type { DomainError } from '../../../src/kernel/domain-error.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { RealmsService } from '../../../src/realms/realms.service.js';
import { RoleAssociationsService } from '../../../src/realms/role-associations.service.js';
import { RolesService } from '../../../src/realms/roles.service.js';
import { UsersService } from '../../../src/users/users.service.js';
import { atOnce } from '../../support/at-once.js';
import { freshDatabase, onMariaDb, type FreshDatabase } from '../../support/database.js';
import { openDomain, type Domain } from '../../support/domain.js';

const ADA = { id: '01900000-0000-7000-8000-00000000000a', kind: 'user' } as const;
const SHOP = { id: '01900000-0000-7000-8000-00000000000b', kind: 'client' } as const;
const PAGE = { limit: 50 };

let database: FreshDatabase;
let domain: Domain;
let other: Domain;
let roles: RolesService;
let associations: RoleAssociationsService;
let demo: Realm;
let child: Realm;

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: DomainError) => error.code,
  );
const names = async (realm = demo): Promise<string[]> => (await roles.list(realm, PAGE)).items.map(({ name }) => name);

/** Two nodes of one process would wait for each other's SQLite transactions with the event loop stopped. */
const nodeOf = (index: number): Domain => (onMariaDb && index % 2 ? other : domain);

beforeAll(async () => {
  database = await freshDatabase();
  domain = await openDomain({ url: database.url });
  other = await openDomain({ url: database.url });
  roles = domain.get(RolesService);
  associations = domain.get(RoleAssociationsService);
});
beforeEach(async () => {
  for (const table of ['realms', 'realm_roles', 'role_assignments', 'role_associations', 'users']) {
    await domain.get(Sql).execute(`DELETE FROM ${table}`);
  }
  const realms = domain.get(RealmsService);
  [demo, child] = [await realms.create('demo'), await realms.create('child')];
  for (const name of ['reader', 'writer', 'auditor']) await roles.create(demo, { name });
  await roles.create(child, { name: 'reader' });
});
afterAll(async () => {
  await domain.close();
  await other.close();
  await database.drop();
});

describe('roles', () => {
  it('have names that are exact and unique in their realm', async () => {
    expect(await codeOf(roles.create(demo, { name: 'reader' }))).toBe('conflict');
    expect(await roles.create(demo, { name: 'Reader', description: 'reads' })).toMatchObject({ description: 'reads' });
    expect(await names(child)).toEqual(['reader']);
    const asked = ['reader', 'Reader', 'READER', 'no role', ''].map((name) => roles.exists(demo, name));
    expect(await Promise.all(asked)).toEqual([true, true, false, false, false]);
    expect(await names()).toEqual(expect.arrayContaining(['reader', 'Reader']));
    expect(await codeOf(roles.create(demo, { name: 'a b' }))).toBe('invalid');
  });

  it('are deleted with all that refers to them, at once', async () => {
    await roles.assign(demo, ADA, ['reader', 'writer']);
    await associations.create(demo, { parentRole: 'reader', childRealm: 'child', childRole: 'reader' });
    await roles.delete(demo, 'reader');
    expect(await other.get(RolesService).authoritiesOf(demo, ADA.id)).toEqual(['writer']);
    expect((await associations.list(demo, PAGE)).items).toEqual([]);
    await roles.create(demo, { name: 'reader' });
    expect(await roles.authoritiesOf(demo, ADA.id)).toEqual(['writer']);
    expect(await names(child)).toEqual(['reader']);
  });

  it('on which administration rests cannot be deleted', async () => {
    await roles.create(demo, { name: 'realm-admin' });
    expect(await codeOf(roles.delete(demo, 'realm-admin'))).toBe('conflict');
    expect(await codeOf(roles.delete({ ...demo, name: 'master' }, 'server-admin'))).toBe('conflict');
    expect(await codeOf(roles.delete(demo, 'none'))).toBe('not_found');
    expect(await codeOf(roles.delete(demo, "x' OR 1=1"))).toBe('not_found');
  });
});

describe('who holds a role', () => {
  it('is read as it is now on every node, sorted', async () => {
    expect(await roles.authoritiesOf(demo, ADA.id)).toEqual([]);
    await roles.assign(demo, ADA, ['writer', 'auditor', 'writer']);
    await roles.assign(demo, SHOP, ['reader']);
    expect(await other.get(RolesService).authoritiesOf(demo, ADA.id)).toEqual(['auditor', 'writer']);
    await other.get(RolesService).assign(demo, ADA, ['reader']);
    expect(await roles.authoritiesOf(demo, ADA.id)).toEqual(['reader']);
    await roles.unassignAll(demo, ADA.id);
    expect(await roles.authoritiesOf(demo, ADA.id)).toEqual([]);
    expect(await roles.authoritiesOf(demo, SHOP.id)).toEqual(['reader']);
  });

  it('is read for many at once, each their own, and in their realm alone', async () => {
    await roles.assign(demo, ADA, ['writer', 'reader']);
    await roles.assign(demo, SHOP, ['auditor']);
    const asked = [demo, demo, demo, child].map((realm, index) =>
      roles.authoritiesOf(realm, index === 1 ? SHOP.id : ADA.id),
    );
    const [ada, shop, again, inChild] = await Promise.all(asked);
    expect([ada, shop, again, inChild]).toEqual([['reader', 'writer'], ['auditor'], ['reader', 'writer'], []]);
    ada?.push('realm-admin');
    expect(again).toEqual(['reader', 'writer']);
  });

  it('stays as it was when a role of a new list does not exist', async () => {
    await roles.assign(demo, ADA, ['reader']);
    expect(await codeOf(roles.assign(demo, ADA, ['writer', 'realm-owner']))).toBe('invalid');
    expect(await codeOf(roles.assign(child, ADA, ['writer']))).toBe('invalid');
    expect(await roles.authoritiesOf(demo, ADA.id)).toEqual(['reader']);
  });

  it('is one of the lists, whole, when several are written for a user at once', async () => {
    const lists = [['reader', 'writer'], ['auditor']];
    const { id } = await domain.get(UsersService).create(demo, { username: 'ada' });
    for (let round = 0; round < 10; round++) {
      const answers = await atOnce(6, (index) =>
        codeOf(
          nodeOf(index)
            .get(UsersService)
            .update(demo, 'ada', { roles: lists[index % 4 < 2 ? 0 : 1] }),
        ),
      );
      expect(answers).toContain('done');
      expect(lists).toContainEqual(await roles.authoritiesOf(demo, id));
    }
  });
});

describe('associations', () => {
  const association = { parentRole: 'writer', childRealm: 'child', childRole: 'reader' };

  it('lead from a role to a role of another realm, once', async () => {
    await associations.create(demo, association);
    expect(await codeOf(associations.create(demo, association))).toBe('conflict');
    expect((await associations.list(demo, PAGE)).items).toEqual([association]);
    expect((await associations.list(child, PAGE)).items).toEqual([]);
    await associations.delete(demo, association);
    expect(await codeOf(associations.delete(demo, association))).toBe('not_found');
  });

  it.each([
    [{ parentRole: 'none' }],
    [{ childRole: 'writer' }],
    [{ childRealm: 'none' }],
    [{ childRealm: '../x' }],
    [{ childRealm: 'demo' }],
  ])('need both ends: %j', async (changes) => {
    expect(await codeOf(associations.create(demo, { ...association, ...changes }))).toBe('invalid');
  });

  it('end with either realm', async () => {
    await associations.create(demo, association);
    await roles.deleteAllOf(child);
    expect((await associations.list(demo, PAGE)).items).toEqual([]);
    expect(await names(child)).toEqual([]);
    expect(await names()).toHaveLength(3);
  });

  it('come in pages', async () => {
    for (const parentRole of ['reader', 'writer', 'auditor']) {
      await associations.create(demo, { ...association, parentRole });
      domain.clock.advance(1);
    }
    const first = await associations.list(demo, { limit: 2 });
    const second = await associations.list(demo, { limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...second.items].map(({ parentRole }) => parentRole)).toEqual([
      'reader',
      'writer',
      'auditor',
    ]);
  });
});
