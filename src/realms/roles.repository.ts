import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../database/page.js';
import type { RealmRef } from '../database/realm-ref.js';
import { RealmScopedRepository } from '../database/realm-scoped.repository.js';
import { Sql } from '../database/sql.js';
import { placeholders } from '../database/statements.js';
import { idFromBytes, idToBytes } from '../kernel/ids.js';
import { RealmRoleEntity } from './realm-role.entity.js';
import type { Role, Subject } from './realm.types.js';

@Injectable()
export class RolesRepository extends RealmScopedRepository<RealmRoleEntity> {
  constructor(sql: Sql) {
    super(sql, RealmRoleEntity);
  }

  find(realm: RealmRef, name: string): Promise<Role | null> {
    return this.findOne(realm, { name });
  }

  page(realm: RealmRef, page: PageRequest): Promise<Page<Role>> {
    return this.findPage(realm, page);
  }

  /** @throws a duplicate error when there is a role of that name. */
  add(realm: RealmRef, role: Role): Promise<void> {
    return this.insert(realm, role);
  }

  /** The ids of those of the named roles that exist, by name. */
  async idsOf(realm: RealmRef, names: readonly string[]): Promise<Map<string, string>> {
    if (names.length === 0) return new Map();
    const statement = `SELECT id, name FROM realm_roles WHERE realmId = ? AND name IN (${placeholders(names.length)})`;
    const rows = await this.sql.query<{ id: Buffer; name: string }>(statement, [idToBytes(realm.id), ...names]);
    return new Map(rows.map(({ id, name }) => [name, idFromBytes(id)]));
  }

  /** @throws a duplicate error when the subject holds one of the roles. */
  async assign(realm: RealmRef, subject: Subject, roleIds: readonly string[]): Promise<void> {
    const holder = { subjectId: idToBytes(subject.id), realmId: idToBytes(realm.id), subjectKind: subject.kind };
    await this.sql.insert(
      'role_assignments',
      roleIds.map((id) => ({ ...holder, roleId: idToBytes(id) })),
    );
  }

  async unassign(realm: RealmRef, subjectId: string): Promise<void> {
    const statement = 'DELETE FROM role_assignments WHERE subjectId = ? AND realmId = ?';
    await this.sql.execute(statement, [idToBytes(subjectId), idToBytes(realm.id)]);
  }

  /** The role and every assignment of it. @returns false when there is no such role. */
  async remove(realm: RealmRef, roleId: string): Promise<boolean> {
    const place = [idToBytes(roleId), idToBytes(realm.id)];
    await this.sql.execute('DELETE FROM role_assignments WHERE roleId = ? AND realmId = ?', place);
    return (await this.sql.execute('DELETE FROM realm_roles WHERE id = ? AND realmId = ?', place)) === 1;
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM role_assignments WHERE realmId = ?', [idToBytes(realm.id)]);
    await this.sql.execute('DELETE FROM realm_roles WHERE realmId = ?', [idToBytes(realm.id)]);
  }
}
