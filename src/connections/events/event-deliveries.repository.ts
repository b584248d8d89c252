import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Sql } from '../../database/sql.js';
import { idFromBytes, idToBytes } from '../../kernel/ids.js';
import type { DueEventDelivery, EventDelivery } from './connection-event.types.js';

interface DeliveryRow {
  readonly id: Buffer;
  readonly eventId: Buffer;
  readonly webhookId: Buffer;
  readonly failures: number;
  readonly nextAttemptAt: number;
  readonly createdAt: number;
}

const COLUMNS = ['id', 'eventId', 'webhookId', 'failures', 'nextAttemptAt', 'createdAt'].map((name) => `d.${name}`);

/** What webhooks are still to be told. */
@Injectable()
export class EventDeliveriesRepository {
  constructor(private readonly sql: Sql) {}

  async addAll(realm: RealmRef, deliveries: readonly EventDelivery[]): Promise<void> {
    const realmId = idToBytes(realm.id);
    await this.sql.insert(
      'connection_event_deliveries',
      deliveries.map((delivery) => ({ ...toColumns(delivery), realmId })),
    );
  }

  /** Of every realm, those that have waited longest first. */
  async due(now: number, limit: number): Promise<DueEventDelivery[]> {
    const statement = `SELECT ${COLUMNS.join(', ')}, d.realmId, r.name AS realmName FROM connection_event_deliveries d JOIN realms r ON r.id = d.realmId WHERE d.nextAttemptAt <= ? ORDER BY d.nextAttemptAt LIMIT ?`;
    const rows = await this.sql.query<DeliveryRow & { realmId: Buffer; realmName: string }>(statement, [now, limit]);
    return rows.map(({ realmId, realmName, ...row }) => ({
      realm: { id: idFromBytes(realmId), name: realmName },
      delivery: fromRow(row),
    }));
  }

  /** Takes one in hand until a moment. @returns false when another node did. */
  async claim(realm: RealmRef, { id, nextAttemptAt }: EventDelivery, until: number): Promise<boolean> {
    const statement =
      'UPDATE connection_event_deliveries SET nextAttemptAt = ? WHERE id = ? AND realmId = ? AND nextAttemptAt = ?';
    return (await this.sql.execute(statement, [until, idToBytes(id), idToBytes(realm.id), nextAttemptAt])) === 1;
  }

  async postpone(realm: RealmRef, id: string, failures: number, nextAttemptAt: number): Promise<void> {
    const statement =
      'UPDATE connection_event_deliveries SET failures = ?, nextAttemptAt = ? WHERE id = ? AND realmId = ?';
    await this.sql.execute(statement, [failures, nextAttemptAt, idToBytes(id), idToBytes(realm.id)]);
  }

  async remove(realm: RealmRef, id: string): Promise<void> {
    const statement = 'DELETE FROM connection_event_deliveries WHERE id = ? AND realmId = ?';
    await this.sql.execute(statement, [idToBytes(id), idToBytes(realm.id)]);
  }

  async removeAllOfWebhook(realm: RealmRef, webhookId: string): Promise<void> {
    const statement = 'DELETE FROM connection_event_deliveries WHERE webhookId = ? AND realmId = ?';
    await this.sql.execute(statement, [idToBytes(webhookId), idToBytes(realm.id)]);
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM connection_event_deliveries WHERE realmId = ?', [idToBytes(realm.id)]);
  }
}

const toColumns = ({ id, eventId, webhookId, ...delivery }: EventDelivery) => ({
  ...delivery,
  id: idToBytes(id),
  eventId: idToBytes(eventId),
  webhookId: idToBytes(webhookId),
});

const fromRow = (row: DeliveryRow): EventDelivery => ({
  id: idFromBytes(row.id),
  eventId: idFromBytes(row.eventId),
  webhookId: idFromBytes(row.webhookId),
  failures: row.failures,
  nextAttemptAt: Number(row.nextAttemptAt),
  createdAt: Number(row.createdAt),
});
