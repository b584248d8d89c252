import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../../database/page.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { RealmScopedRepository } from '../../database/realm-scoped.repository.js';
import { Sql } from '../../database/sql.js';
import { idToBytes } from '../../kernel/ids.js';
import { WebhookEntity } from './webhook.entity.js';

export type WebhookRow = Omit<WebhookEntity, 'realmId'>;

@Injectable()
export class WebhooksRepository extends RealmScopedRepository<WebhookEntity> {
  constructor(sql: Sql) {
    super(sql, WebhookEntity);
  }

  find(realm: RealmRef, id: string): Promise<WebhookRow | null> {
    return this.findOne(realm, { id });
  }

  all(realm: RealmRef): Promise<WebhookRow[]> {
    return this.findAll(realm);
  }

  page(realm: RealmRef, page: PageRequest): Promise<Page<WebhookRow>> {
    return this.findPage(realm, page);
  }

  async add(realm: RealmRef, row: WebhookRow): Promise<void> {
    await this.insert(realm, row);
  }

  /** @returns false when the row is no longer of that version. */
  async replace(realm: RealmRef, id: string, version: number, changes: Partial<WebhookRow>): Promise<boolean> {
    return (await this.update(realm, { id, version }, { ...changes, version: version + 1 })) === 1;
  }

  /** @returns whether there was one. */
  async remove(realm: RealmRef, id: string): Promise<boolean> {
    return (await this.delete(realm, { id })) === 1;
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM connection_webhooks WHERE realmId = ?', [idToBytes(realm.id)]);
  }
}
