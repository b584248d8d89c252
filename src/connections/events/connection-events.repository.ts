import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../../database/page.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { RealmScopedRepository } from '../../database/realm-scoped.repository.js';
import { Sql } from '../../database/sql.js';
import { idToBytes } from '../../kernel/ids.js';
import { ConnectionEventEntity } from './connection-event.entity.js';
import type { ConnectionEventFilter, RecordedConnectionEvent } from './connection-event.types.js';

@Injectable()
export class ConnectionEventsRepository extends RealmScopedRepository<ConnectionEventEntity> {
  constructor(sql: Sql) {
    super(sql, ConnectionEventEntity);
  }

  async add(realm: RealmRef, event: RecordedConnectionEvent): Promise<void> {
    await this.insert(realm, { ...event });
  }

  async find(realm: RealmRef, id: string): Promise<RecordedConnectionEvent | null> {
    const row = await this.findOne(realm, { id });
    return row && toEvent(row);
  }

  /** The newest first. */
  async page(
    realm: RealmRef,
    filter: ConnectionEventFilter,
    page: PageRequest,
  ): Promise<Page<RecordedConnectionEvent>> {
    const { items, nextCursor } = await this.findPage(realm, { ...page, where: { ...filter }, order: 'DESC' });
    return { items: items.map(toEvent), nextCursor };
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM connection_events WHERE realmId = ?', [idToBytes(realm.id)]);
  }
}

const toEvent = (row: ConnectionEventEntity): RecordedConnectionEvent => ({
  id: row.id,
  type: row.type,
  connectionId: row.connectionId,
  configId: row.configId,
  userId: row.userId,
  detail: row.detail,
  at: row.at,
});
