import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids, idToBytes } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import type { RealmRef } from '../../../src/database/realm-ref.js';
import { HeldRolesRepository } from '../../../src/realms/held-roles.repository.js';
import { KnownAssociationsRepository } from '../../../src/realms/known-associations.repository.js';
import { RealmsRepository } from '../../../src/realms/realms.repository.js';
import { RoleAssociationsRepository } from '../../../src/realms/role-associations.repository.js';
import { RolesRepository } from '../../../src/realms/roles.repository.js';
import { UsersRepository } from '../../../src/users/users.repository.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';
import { newUser } from '../../support/user.builder.js';
import { rowOf } from './realms-support.js';

const ids = new Ids(new SystemClock(), new SystemRandom());
const PAGE = { limit: 10 };
/** That of rows which nobody has changed. */
const STATE = { version: 1, updatedAt: 1 };

let node: TwoRealms;
let realms: RealmsRepository;
let roles: RolesRepository;
let associations: RoleAssociationsRepository;
let third: RealmRef;

/** One subject that both realms know by the same id, and a role of equal name in each. */
const subject = { id: ids.next(), kind: 'user' as const };
let role: { here: string; there: string; third: string };

async function addRole(realm: RealmRef): Promise<string> {
  const id = ids.next();
  await roles.add(realm, { id, name: 'admin', description: realm.name });
  return id;
}

/** The names of the roles that anybody of a realm holds. */
async function namesAt(realm: RealmRef): Promise<string[]> {
  const statement =
    'SELECT r.name AS name FROM role_assignments a JOIN realm_roles r ON r.id = a.roleId AND r.realmId = a.realmId ' +
    'WHERE a.realmId = ?';
  return (await node.sql.query<{ name: string }>(statement, [idToBytes(realm.id)])).map(({ name }) => name);
}

/** From `here` and from `there` to the third realm, and back. */
async function addAssociations(): Promise<void> {
  const to = { childRealmId: third.id, childRoleId: role.third };
  await associations.add(node.here, ids.next(), { parentRoleId: role.here, ...to });
  await associations.add(node.there, ids.next(), { parentRoleId: role.there, ...to });
}

beforeAll(async () => {
  node = await openTwoRealms();
  realms = new RealmsRepository(node.sql);
  roles = new RolesRepository(node.sql);
  associations = new RoleAssociationsRepository(node.sql);
  third = { id: ids.next(), name: 'third' };
});
beforeEach(async () => {
  for (const table of ['realms', 'realm_roles', 'role_assignments', 'role_associations', 'users']) {
    await node.sql.execute(`DELETE FROM ${table}`);
  }
  for (const realm of [node.here, node.there, third]) await realms.insert(rowOf(realm));
  role = { here: await addRole(node.here), there: await addRole(node.there), third: await addRole(third) };
});
afterAll(() => node.close());

describe('roles', () => {
  isolates('RolesRepository.find', async () => {
    expect(await roles.find(node.here, 'admin')).toMatchObject({ id: role.here, description: 'here' });
  });

  isolates('RolesRepository.page', async () => {
    const { items } = await roles.page(node.here, PAGE);
    expect(items.map(({ id }) => id)).toEqual([role.here]);
  });

  isolates('RolesRepository.add', async () => {
    await roles.add(node.here, { id: ids.next(), name: 'auditor', description: null });
    expect(await roles.find(node.there, 'auditor')).toBeNull();
  });

  isolates('RolesRepository.idsOf', async () => {
    expect(await roles.idsOf(node.here, ['admin'])).toEqual(new Map([['admin', role.here]]));
  });

  isolates('HeldRolesRepository.namesOf', async () => {
    const held = new HeldRolesRepository(node.sql);
    const record = { usernameKey: 'ann', passwordHash: null, user: newUser({ id: subject.id }) };
    await new UsersRepository(node.sql).insert(node.there, record);
    await roles.assign(node.here, subject, [role.here]);
    await roles.assign(node.there, subject, [role.there]);
    await roles.assign(node.there, subject, [role.third]);
    for (let again = 0; again < 2; again++) {
      const asked = [node.here, node.there].map((realm) => held.namesOf({ ...realm, ...STATE }, 'user', record.user));
      expect(await Promise.all(asked)).toEqual([[], ['admin']]);
    }
  });

  isolates('RolesRepository.assign', async () => {
    await roles.assign(node.here, subject, [role.here]);
    expect(await namesAt(node.there)).toEqual([]);
    await roles.assign(node.here, subject, [role.there]);
    expect(await namesAt(node.here)).toEqual(['admin']);
    expect(await namesAt(node.there)).toEqual([]);
  });

  isolates('RolesRepository.unassign', async () => {
    await roles.assign(node.here, subject, [role.here]);
    await roles.assign(node.there, subject, [role.there]);
    await roles.unassign(node.here, subject.id);
    expect(await namesAt(node.here)).toEqual([]);
    expect(await namesAt(node.there)).toEqual(['admin']);
  });

  isolates('RolesRepository.remove', async () => {
    await roles.assign(node.there, subject, [role.there]);
    expect(await roles.remove(node.here, role.there)).toBe(false);
    expect(await namesAt(node.there)).toEqual(['admin']);
    expect(await roles.remove(node.here, role.here)).toBe(true);
    expect(await roles.find(node.there, 'admin')).not.toBeNull();
  });

  isolates('RolesRepository.deleteAllOf', async () => {
    await roles.assign(node.there, subject, [role.there]);
    await roles.deleteAllOf(node.here);
    expect(await roles.find(node.here, 'admin')).toBeNull();
    expect(await namesAt(node.there)).toEqual(['admin']);
  });
});

describe('associations', () => {
  const count = async (realm: RealmRef): Promise<number> => (await associations.page(realm, PAGE)).items.length;

  isolates('RoleAssociationsRepository.page', async () => {
    await addAssociations();
    const { items } = await associations.page(node.here, PAGE);
    expect(items.map(({ row }) => row)).toEqual([{ parentRole: 'admin', childRealm: 'third', childRole: 'admin' }]);
  });

  isolates('KnownAssociationsRepository.allOf', async () => {
    const known = new KnownAssociationsRepository(node.sql);
    await addAssociations();
    const toThird = { parentRole: 'admin', childRealm: 'third', childRole: 'admin' };
    for (let again = 0; again < 2; again++) {
      const asked = [node.here, node.there, third].map((realm) => known.allOf({ ...realm, ...STATE }));
      expect(await Promise.all(asked)).toEqual([[toThird], [toThird], []]);
    }
  });

  isolates('RoleAssociationsRepository.add', async () => {
    const ends = { parentRoleId: role.here, childRealmId: third.id, childRoleId: role.third };
    await associations.add(node.here, ids.next(), ends);
    expect([await count(node.here), await count(node.there), await count(third)]).toEqual([1, 0, 0]);
  });

  isolates('RoleAssociationsRepository.remove', async () => {
    await addAssociations();
    const ends = { parentRoleId: role.there, childRealmId: third.id, childRoleId: role.third };
    expect(await associations.remove(node.here, ends)).toBe(false);
    expect(await associations.remove(node.there, ends)).toBe(true);
    expect([await count(node.here), await count(node.there)]).toEqual([1, 0]);
  });

  isolates('RoleAssociationsRepository.parentNamesOf', async () => {
    const ends = { parentRoleId: role.here, childRealmId: node.there.id, childRoleId: role.there };
    await associations.add(node.here, ids.next(), ends);
    expect(await associations.parentNamesOf(node.there)).toEqual(['here']);
    expect(await associations.parentNamesOf(node.here)).toEqual([]);
    await addAssociations();
    expect(await associations.parentNamesOf(third)).toEqual(['here', 'there']);
  });

  isolates('RoleAssociationsRepository.deleteOfRole', async () => {
    await addAssociations();
    await associations.deleteOfRole(node.here, role.there);
    await associations.deleteOfRole(node.here, role.third);
    expect([await count(node.here), await count(node.there)]).toEqual([1, 1]);
    await associations.deleteOfRole(node.here, role.here);
    expect([await count(node.here), await count(node.there)]).toEqual([0, 1]);
  });

  isolates('RoleAssociationsRepository.deleteAllOf', async () => {
    await addAssociations();
    await associations.deleteAllOf(node.here);
    expect([await count(node.here), await count(node.there)]).toEqual([0, 1]);
    await associations.deleteAllOf(third);
    expect(await count(node.there)).toBe(0);
  });
});
