import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../../database/page.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { RealmScopedRepository } from '../../database/realm-scoped.repository.js';
import { Sql } from '../../database/sql.js';
import { placeholders } from '../../database/statements.js';
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

  /** Of every realm; those that a webhook is still to be told of stay. */
  async deleteBefore(time: number, limit: number): Promise<number> {
    const oldest =
      'SELECT e.id FROM connection_events e LEFT JOIN connection_event_deliveries d ON d.eventId = e.id ' +
      'WHERE e.at < ? AND d.id IS NULL LIMIT ?';
    const rows = await this.sql.query<{ id: Buffer }>(oldest, [time, limit]);
    if (rows.length === 0) return 0;
    const places = placeholders(rows.length);
    return this.sql.execute(
      `DELETE FROM connection_events WHERE id IN (${places})`,
      rows.map(({ id }) => id),
    );
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
