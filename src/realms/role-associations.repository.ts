import { Injectable } from '@nestjs/common';
import { decodeCursor, pageOf, type Page, type PageRequest } from '../database/page.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Sql } from '../database/sql.js';
import { idFromBytes, idToBytes } from '../kernel/ids.js';
import type { RoleAssociation } from './realm.types.js';

/** The ends of an association, by the ids of their rows. */
export interface AssociationEnds {
  readonly parentRoleId: string;
  readonly childRealmId: string;
  readonly childRoleId: string;
}

const NAMES_OF_ENDS =
  'p.name AS parentRole, c.name AS childRealm, r.name AS childRole FROM role_associations a ' +
  'JOIN realm_roles p ON p.id = a.parentRoleId JOIN realms c ON c.id = a.childRealmId ' +
  'JOIN realm_roles r ON r.id = a.childRoleId';

/** Every method takes the parent realm, for an association is a row of that one, but the two that clear up and `parentNamesOf`. */
@Injectable()
export class RoleAssociationsRepository {
  constructor(private readonly sql: Sql) {}

  /** The oldest first. */
  async page(realm: RealmRef, { limit, cursor }: PageRequest): Promise<Page<{ id: string; row: RoleAssociation }>> {
    const statement = `SELECT a.id AS id, ${NAMES_OF_ENDS} WHERE a.realmId = ? AND a.id > ? ORDER BY a.id LIMIT ?`;
    const after = cursor === undefined ? Buffer.alloc(0) : idToBytes(decodeCursor(cursor));
    const rows = await this.sql.query<RoleAssociation & { id: Buffer }>(statement, [
      idToBytes(realm.id),
      after,
      limit + 1,
    ]);
    return pageOf(
      rows.map(({ id, ...row }) => ({ id: idFromBytes(id), row })),
      limit,
    );
  }

  /** @throws a duplicate error when there is that association. */
  add(realm: RealmRef, id: string, ends: AssociationEnds): Promise<void> {
    const row = {
      id: idToBytes(id),
      realmId: idToBytes(realm.id),
      parentRoleId: idToBytes(ends.parentRoleId),
      childRealmId: idToBytes(ends.childRealmId),
      childRoleId: idToBytes(ends.childRoleId),
    };
    return this.sql.insert('role_associations', [row]);
  }

  async remove(realm: RealmRef, { parentRoleId, childRealmId, childRoleId }: AssociationEnds): Promise<boolean> {
    const statement =
      'DELETE FROM role_associations WHERE realmId = ? AND parentRoleId = ? AND childRealmId = ? AND childRoleId = ?';
    const place = [realm.id, parentRoleId, childRealmId, childRoleId].map(idToBytes);
    return (await this.sql.execute(statement, place)) === 1;
  }

  /** The names of the realms whose roles are worth something in this one, in their order. */
  async parentNamesOf(realm: RealmRef): Promise<string[]> {
    const statement =
      'SELECT DISTINCT r.name AS name FROM role_associations a JOIN realms r ON r.id = a.realmId ' +
      'WHERE a.childRealmId = ? ORDER BY r.name';
    return (await this.sql.query<{ name: string }>(statement, [idToBytes(realm.id)])).map(({ name }) => name);
  }

  /** Those that begin or end at a role of the realm. */
  async deleteOfRole(realm: RealmRef, roleId: string): Promise<void> {
    const place = [idToBytes(realm.id), idToBytes(roleId)];
    await this.sql.execute('DELETE FROM role_associations WHERE realmId = ? AND parentRoleId = ?', place);
    await this.sql.execute('DELETE FROM role_associations WHERE childRealmId = ? AND childRoleId = ?', place);
  }

  /** Those that begin or end in the realm. */
  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM role_associations WHERE realmId = ?', [idToBytes(realm.id)]);
    await this.sql.execute('DELETE FROM role_associations WHERE childRealmId = ?', [idToBytes(realm.id)]);
  }
}
