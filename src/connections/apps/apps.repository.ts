import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../../database/page.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { RealmScopedRepository, type Where } from '../../database/realm-scoped.repository.js';
import { Sql } from '../../database/sql.js';
import type { AppStatus, ConnectionApp } from './app.types.js';
import { ConnectionAppEntity } from './connection-app.entity.js';
import { without } from '../../kernel/without.js';

@Injectable()
export class AppsRepository extends RealmScopedRepository<ConnectionAppEntity> {
  constructor(sql: Sql) {
    super(sql, ConnectionAppEntity);
  }

  async page(realm: RealmRef, request: PageRequest, createdBy: string | null = null): Promise<Page<ConnectionApp>> {
    const { items, nextCursor } = await this.findPage(realm, { ...request, where: madeBy(createdBy) });
    return { items: items.map(toApp), nextCursor };
  }

  async find(realm: RealmRef, id: string): Promise<ConnectionApp | null> {
    const row = await this.findOne(realm, { id });
    return row && toApp(row);
  }

  async ofStatus(realm: RealmRef, status: AppStatus, createdBy: string | null = null): Promise<ConnectionApp[]> {
    return (await this.findAll(realm, { status, ...madeBy(createdBy) })).map(toApp);
  }

  /** @throws a duplicate error for a slug that is taken. */
  async add(realm: RealmRef, app: ConnectionApp): Promise<void> {
    await this.insert(realm, app);
  }

  /**
   * @throws a duplicate error for a slug that is taken.
   * @returns false when the row is no longer of that version.
   */
  async replace(realm: RealmRef, app: ConnectionApp, version: number): Promise<boolean> {
    const changes = without(app, 'id', 'createdAt', 'createdBy');
    return (await this.update(realm, { id: app.id, version }, changes)) === 1;
  }

  async remove(realm: RealmRef, id: string): Promise<void> {
    await this.delete(realm, { id });
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.delete(realm, {});
  }
}

const madeBy = (createdBy: string | null): Where<ConnectionAppEntity> => (createdBy === null ? {} : { createdBy });

const toApp = (row: ConnectionAppEntity): ConnectionApp => without(row, 'realmId');
