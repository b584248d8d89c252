import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Sql } from '../../database/sql.js';
import { idFromBytes, idToBytes } from '../../kernel/ids.js';
import type { DueDelivery, LogoutDelivery } from './logout-delivery.types.js';

interface DeliveryRow {
  readonly id: Buffer;
  readonly clientId: Buffer;
  readonly sub: string;
  readonly sid: Buffer;
  readonly failures: number;
  readonly nextAttemptAt: number;
  readonly createdAt: number;
}

const COLUMNS = ['id', 'clientId', 'sub', 'sid', 'failures', 'nextAttemptAt', 'createdAt'].map((name) => `d.${name}`);

/** What clients are still to be told. */
@Injectable()
export class LogoutDeliveriesRepository {
  constructor(private readonly sql: Sql) {}

  async addAll(realm: RealmRef, deliveries: readonly LogoutDelivery[]): Promise<void> {
    const realmId = idToBytes(realm.id);
    await this.sql.insert(
      'logout_deliveries',
      deliveries.map((delivery) => ({ ...toColumns(delivery), realmId })),
    );
  }

  /** Of every realm, those that have waited longest first. */
  async due(now: number, limit: number): Promise<DueDelivery[]> {
    const statement = `SELECT ${COLUMNS.join(', ')}, r.name AS realmName FROM logout_deliveries d JOIN realms r ON r.id = d.realmId WHERE d.nextAttemptAt <= ? ORDER BY d.nextAttemptAt LIMIT ?`;
    const rows = await this.sql.query<DeliveryRow & { realmName: string }>(statement, [now, limit]);
    return rows.map(({ realmName, ...row }) => ({ realmName, delivery: fromRow(row) }));
  }

  /** Takes one in hand until a moment. @returns false when another node did. */
  async claim(realm: RealmRef, { id, nextAttemptAt }: LogoutDelivery, until: number): Promise<boolean> {
    const statement =
      'UPDATE logout_deliveries SET nextAttemptAt = ? WHERE id = ? AND realmId = ? AND nextAttemptAt = ?';
    return (await this.sql.execute(statement, [until, idToBytes(id), idToBytes(realm.id), nextAttemptAt])) === 1;
  }

  async postpone(realm: RealmRef, id: string, failures: number, nextAttemptAt: number): Promise<void> {
    const statement = 'UPDATE logout_deliveries SET failures = ?, nextAttemptAt = ? WHERE id = ? AND realmId = ?';
    await this.sql.execute(statement, [failures, nextAttemptAt, idToBytes(id), idToBytes(realm.id)]);
  }

  async remove(realm: RealmRef, id: string): Promise<void> {
    const statement = 'DELETE FROM logout_deliveries WHERE id = ? AND realmId = ?';
    await this.sql.execute(statement, [idToBytes(id), idToBytes(realm.id)]);
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM logout_deliveries WHERE realmId = ?', [idToBytes(realm.id)]);
  }
}

const toColumns = ({ id, clientId, sid, ...delivery }: LogoutDelivery) => ({
  ...delivery,
  id: idToBytes(id),
  clientId: idToBytes(clientId),
  sid: idToBytes(sid),
});

const fromRow = (row: DeliveryRow): LogoutDelivery => ({
  id: idFromBytes(row.id),
  clientId: idFromBytes(row.clientId),
  sub: row.sub,
  sid: idFromBytes(row.sid),
  failures: row.failures,
  nextAttemptAt: Number(row.nextAttemptAt),
  createdAt: Number(row.createdAt),
});
