import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../database/page.js';
import type { RealmRef } from '../database/realm-ref.js';
import { RealmScopedRepository } from '../database/realm-scoped.repository.js';
import { Sql } from '../database/sql.js';
import { placeholders } from '../database/statements.js';
import { idToBytes } from '../kernel/ids.js';
import { ScopeEntity } from './scope.entity.js';

@Injectable()
export class ScopesRepository extends RealmScopedRepository<ScopeEntity> {
  constructor(sql: Sql) {
    super(sql, ScopeEntity);
  }

  page(realm: RealmRef, request: PageRequest): Promise<Page<ScopeEntity>> {
    return this.findPage(realm, request);
  }

  find(realm: RealmRef, name: string): Promise<ScopeEntity | null> {
    return this.findOne(realm, { name });
  }

  async known(realm: RealmRef, names: readonly string[]): Promise<Set<string>> {
    if (names.length === 0) return new Set();
    const statement = `SELECT name FROM scopes WHERE realmId = ? AND name IN (${placeholders(names.length)})`;
    const rows = await this.sql.query<{ name: string }>(statement, [idToBytes(realm.id), ...names]);
    return new Set(rows.map(({ name }) => name));
  }

  async insertAll(realm: RealmRef, rows: readonly Omit<ScopeEntity, 'realmId'>[]): Promise<void> {
    const realmId = idToBytes(realm.id);
    await this.sql.insert(
      'scopes',
      rows.map(({ id, name, description }) => ({ id: idToBytes(id), realmId, name, description })),
    );
  }

  async describe(realm: RealmRef, name: string, description: string | null): Promise<boolean> {
    return (await this.update(realm, { name }, { description })) === 1;
  }

  async remove(realm: RealmRef, name: string): Promise<boolean> {
    return (await this.delete(realm, { name })) === 1;
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.delete(realm, {});
  }
}
