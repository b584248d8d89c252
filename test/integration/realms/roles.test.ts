import { ClientsService } from '../../../src/clients/clients.service.js';
import { Database } from '../../../src/database/database.js';
import { Sql } from '../../../src/database/sql.js';
import { Transaction } from '../../../src/database/transaction.js';
import type { DomainError } from '../../../src/kernel/domain-error.js';
import type { Realm, RoleAssociation } from '../../../src/realms/realm.types.js';
import { RealmsService } from '../../../src/realms/realms.service.js';
import { RoleAssociationsService } from '../../../src/realms/role-associations.service.js';
import { RolesService } from '../../../src/realms/roles.service.js';
import type { User } from '../../../src/users/user.types.js';
import { UsersService } from '../../../src/users/users.service.js';
import { atOnce } from '../../support/at-once.js';
import { freshDatabase, onMariaDb, type FreshDatabase } from '../../support/database.js';
import { openDomain, type Domain } from '../../support/domain.js';
import { StatementLog } from '../../support/statement-log.js';

const PAGE = { limit: 50 };

let database: FreshDatabase;
let domain: Domain;
let other: Domain;
let roles: RolesService;
let associations: RoleAssociationsService;
let demo: Realm;
let child: Realm;
let ada: User;

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: DomainError) => error.code,
  );
const names = async (realm = demo): Promise<string[]> => (await roles.list(realm, PAGE)).items.map(({ name }) => name);

const give = async (names: string[], node = domain): Promise<User> =>
  (ada = await node.get(UsersService).update(demo, 'ada', { roles: names }));

/** The roles of the user as that node has them for a request that comes now. */
const rolesNow = async (node = domain): Promise<readonly string[]> => {
  const realm = await node.get(RealmsService).get('demo');
  return node.get(RolesService).authoritiesOf(realm, 'user', await node.get(UsersService).get(realm, 'ada'));
};

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
  for (const table of ['realms', 'realm_roles', 'role_assignments', 'role_associations', 'users', 'clients']) {
    await domain.get(Sql).execute(`DELETE FROM ${table}`);
  }
  const realms = domain.get(RealmsService);
  [demo, child] = [await realms.create('demo'), await realms.create('child')];
  for (const name of ['reader', 'writer', 'auditor']) await roles.create(demo, { name });
  await roles.create(child, { name: 'reader' });
  ada = await domain.get(UsersService).create(demo, { username: 'ada' });
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
    await give(['reader', 'writer', 'auditor']);
    await associations.create(demo, { parentRole: 'reader', childRealm: 'child', childRole: 'reader' });
    expect([await rolesNow(), await rolesNow(other)]).toEqual(Array(2).fill(['auditor', 'reader', 'writer']));
    await roles.delete(demo, 'reader');
    expect([await rolesNow(), await rolesNow(other)]).toEqual(Array(2).fill(['auditor', 'writer']));
    expect((await associations.list(demo, PAGE)).items).toEqual([]);
    await roles.create(demo, { name: 'reader' });
    await roles.delete(demo, 'auditor');
    expect([await rolesNow(), await rolesNow(other)]).toEqual(Array(2).fill(['writer']));
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
  it('is known as it is now on every node, sorted', async () => {
    expect([await rolesNow(), await rolesNow(other)]).toEqual([[], []]);
    await give(['writer', 'auditor', 'writer']);
    expect([await rolesNow(), await rolesNow(other)]).toEqual(Array(2).fill(['auditor', 'writer']));
    await give(['reader'], other);
    expect([await rolesNow(), await rolesNow(other)]).toEqual(Array(2).fill(['reader']));
    await give([]);
    expect([await rolesNow(), await rolesNow(other)]).toEqual([[], []]);
  });

  it('is read once for each state of the holder and of the realm', async () => {
    await give(['reader']);
    const log = new StatementLog(domain.get(Database));
    const asking = () => roles.authoritiesOf(demo, 'user', ada);
    expect(await log.during(asking)).toHaveLength(1);
    expect(await log.during(asking)).toEqual([]);
    await domain.get(UsersService).update(demo, 'ada', { fullName: 'Ada' });
    ada = await domain.get(UsersService).get(demo, 'ada');
    expect(await log.during(asking)).toHaveLength(1);
    demo = await domain.get(RealmsService).update('demo', { displayName: 'Demo' });
    expect(await log.during(asking)).toHaveLength(1);
    expect(await asking()).toEqual(['reader']);
  });

  it('is read for many at once, each their own, and in their realm alone', async () => {
    await give(['writer', 'reader']);
    const shop = { clientId: 'shop', roles: ['auditor'] };
    const { client } = await domain.get(ClientsService).create(demo, shop);
    for (let again = 0; again < 2; again++) {
      const asked = [
        roles.authoritiesOf(demo, 'user', ada),
        roles.authoritiesOf(demo, 'client', client),
        roles.authoritiesOf(demo, 'user', ada),
        roles.authoritiesOf(child, 'user', ada),
      ];
      const held = await Promise.all(asked);
      expect(held).toEqual([['reader', 'writer'], ['auditor'], ['reader', 'writer'], []]);
      expect(held.map((names) => Object.isFrozen(names))).toEqual([true, true, true, true]);
    }
  });

  it('is nothing that a transaction saw which was rolled back', async () => {
    await give(['reader']);
    const taken = domain.get(Transaction).run(async () => {
      await give(['writer']);
      expect(await roles.authoritiesOf(demo, 'user', ada)).toEqual(['writer']);
      throw new Error('No.');
    });
    await expect(taken).rejects.toThrow('No.');
    const undone = ada;
    await give(['auditor']);
    expect(ada).toMatchObject({ version: undone.version, updatedAt: undone.updatedAt });
    expect([await rolesNow(), await rolesNow(other)]).toEqual(Array(2).fill(['auditor']));
  });

  it('is nothing that a transaction saw which was over before the answer', async () => {
    let straggling: Promise<unknown> = Promise.resolve();
    const taken = domain.get(Transaction).run(async () => {
      await give(['writer']);
      straggling = roles.authoritiesOf(demo, 'user', ada);
      throw new Error('No.');
    });
    await expect(taken).rejects.toThrow('No.');
    await straggling;
    await give(['auditor']);
    expect([await rolesNow(), await rolesNow(other)]).toEqual([['auditor'], ['auditor']]);
  });

  it('is read anew for a holder of an equal version that was changed at another time', async () => {
    await give(['reader']);
    expect(await rolesNow()).toEqual(['reader']);
    await other.get(Sql).execute('DELETE FROM role_assignments');
    await other.get(Sql).execute('UPDATE users SET updatedAt = updatedAt + 1');
    expect(await rolesNow()).toEqual([]);
  });

  it('stays as it was when a role of a new list does not exist', async () => {
    await give(['reader']);
    expect(await codeOf(give(['writer', 'realm-owner']))).toBe('invalid');
    const inChild = domain.get(UsersService).create(child, { username: 'ada', roles: ['writer'] });
    expect(await codeOf(inChild)).toBe('invalid');
    expect(await rolesNow()).toEqual(['reader']);
  });

  it('is one of the lists, whole, when several are written for a user at once', async () => {
    const lists = [['reader', 'writer'], ['auditor']];
    for (let round = 0; round < 10; round++) {
      const answers = await atOnce(6, (index) =>
        codeOf(
          nodeOf(index)
            .get(UsersService)
            .update(demo, 'ada', { roles: lists[index % 4 < 2 ? 0 : 1] }),
        ),
      );
      expect(answers).toContain('done');
      expect(lists).toContainEqual(await rolesNow());
      if (onMariaDb) expect(await rolesNow(other)).toEqual(await rolesNow());
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

  /** Of the realm `demo`, as that node has them for a request that comes now. */
  const associationsNow = async (node = domain): Promise<readonly RoleAssociation[]> =>
    node.get(RoleAssociationsService).allOf(await node.get(RealmsService).get('demo'));
  const onBoth = async () => [await associationsNow(), await associationsNow(other)];

  it('are known as they are now on every node, whatever ends them', async () => {
    expect(await onBoth()).toEqual([[], []]);
    await associations.create(demo, association);
    expect(await onBoth()).toEqual([[association], [association]]);
    await other.get(RoleAssociationsService).delete(demo, association);
    expect(await onBoth()).toEqual([[], []]);
  });

  it.each([
    ['the role of the parent', () => roles.delete(demo, 'writer')],
    ['the role of the child', () => roles.delete(child, 'reader')],
    ['the child', () => roles.deleteAllOf(child)],
  ])('are known to have ended with %s', async (_end, work) => {
    await associations.create(demo, association);
    expect(await onBoth()).toEqual([[association], [association]]);
    await work();
    expect(await onBoth()).toEqual([[], []]);
  });

  it('are read once for each state of the realm', async () => {
    await associations.create(demo, association);
    demo = await domain.get(RealmsService).get('demo');
    const log = new StatementLog(domain.get(Database));
    expect(await log.during(() => associations.allOf(demo))).toHaveLength(1);
    expect(await log.during(() => associations.allOf(demo))).toEqual([]);
  });

  it('are never known with an end that is deleted at the same time', async () => {
    for (let round = 0; round < 10; round++) {
      const outcomes = await atOnce(2, (index) =>
        index === 0
          ? codeOf(domain.get(RoleAssociationsService).create(demo, association))
          : codeOf(nodeOf(1).get(RolesService).delete(child, 'reader')),
      );
      expect(outcomes[1]).toBe('done');
      expect(['done', 'invalid']).toContain(outcomes[0]);
      expect(await onBoth()).toEqual([[], []]);
      expect((await associations.list(demo, PAGE)).items).toEqual([]);
      await roles.create(child, { name: 'reader' });
    }
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
