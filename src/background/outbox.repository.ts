import type { RealmRef } from '../database/realm-ref.js';
import { Sql } from '../database/sql.js';
import { idFromBytes, idToBytes } from '../kernel/ids.js';
import type { Delivery, RealmDelivery } from './delivery.types.js';

type Column<D> = keyof D & string;
type Row = Readonly<Record<string, unknown>>;

/** A table of deliveries: what it has beyond the columns of all. */
export interface OutboxTable<D extends Delivery> {
  readonly name: string;
  /** Who is told: the column of an id. */
  readonly receiver: Column<D>;
  /** The other columns of ids. */
  readonly ids: readonly Column<D>[];
  readonly values: readonly Column<D>[];
}

/** How many are asked for: of one receiver, and of all. */
export interface DueLimits {
  readonly ofReceiver: number;
  readonly ofAll: number;
}

const placeIn = (part: string, order: string): string => `ROW_NUMBER() OVER (PARTITION BY ${part} ORDER BY ${order})`;

/** What receivers of one kind are still to be told. */
export abstract class OutboxRepository<D extends Delivery> {
  private readonly ids: readonly string[];
  private readonly columns: readonly string[];

  protected constructor(
    private readonly sql: Sql,
    private readonly table: OutboxTable<D>,
  ) {
    this.ids = ['id', table.receiver, ...table.ids];
    this.columns = [...this.ids, ...table.values, 'failures', 'nextAttemptAt', 'createdAt'];
  }

  receiverOf(delivery: D): string {
    return delivery[this.table.receiver] as string;
  }

  async addAll(realm: RealmRef, deliveries: readonly D[]): Promise<void> {
    const realmId = idToBytes(realm.id);
    const rows = deliveries.map((delivery) => ({ ...this.toColumns(delivery as unknown as Row), realmId }));
    await this.sql.insert(this.table.name, rows);
  }

  /**
   * Of every realm in turn, and within a realm of every receiver in turn; of a receiver, those that have waited longest
   * first. However much waits for one, there is room for the others.
   */
  async due(now: number, { ofReceiver, ofAll }: DueLimits): Promise<RealmDelivery<D>[]> {
    const { name, receiver } = this.table;
    const columns = this.columns.map((column) => `d.${column}`).join(', ');
    const places = `SELECT d.*, ${placeIn(receiver, 'nextAttemptAt, id')} AS place FROM ${name} d WHERE nextAttemptAt <= ?`;
    const turns = `SELECT p.*, ${placeIn('realmId', 'place, nextAttemptAt')} AS turn FROM (${places}) p WHERE place <= ?`;
    const statement = `SELECT ${columns}, d.realmId, r.name AS realmName FROM (${turns}) d JOIN realms r ON r.id = d.realmId ORDER BY d.turn, d.nextAttemptAt LIMIT ?`;
    const rows = await this.sql.query<Row>(statement, [now, ofReceiver, ofAll]);
    return rows.map((row) => ({
      realm: { id: idFromBytes(row['realmId'] as Buffer), name: row['realmName'] as string },
      delivery: this.fromRow(row),
    }));
  }

  /** Takes one in hand until a moment. @returns it as it is then; null when somebody else has taken it. */
  async claim(realm: RealmRef, delivery: D, until: number): Promise<D | null> {
    return (await this.change(realm, delivery, delivery.failures, until))
      ? { ...delivery, nextAttemptAt: until }
      : null;
  }

  /** Of one in hand. Nothing when the hand was too slow and it is somebody else's. */
  async postpone(realm: RealmRef, delivery: D, until: number): Promise<void> {
    await this.change(realm, delivery, delivery.failures + 1, until);
  }

  /** Of one in hand. @returns false when it is somebody else's, or gone. */
  async remove(realm: RealmRef, { id, nextAttemptAt }: D): Promise<boolean> {
    const statement = `DELETE FROM ${this.table.name} WHERE id = ? AND realmId = ? AND nextAttemptAt = ?`;
    return (await this.sql.execute(statement, [idToBytes(id), idToBytes(realm.id), nextAttemptAt])) === 1;
  }

  /** Whoever has one of them in hand finds it gone. */
  async removeAllTo(realm: RealmRef, receiver: string): Promise<void> {
    const statement = `DELETE FROM ${this.table.name} WHERE ${this.table.receiver} = ? AND realmId = ?`;
    await this.sql.execute(statement, [idToBytes(receiver), idToBytes(realm.id)]);
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute(`DELETE FROM ${this.table.name} WHERE realmId = ?`, [idToBytes(realm.id)]);
  }

  private async change(realm: RealmRef, { id, nextAttemptAt }: D, failures: number, until: number): Promise<boolean> {
    const statement = `UPDATE ${this.table.name} SET failures = ?, nextAttemptAt = ? WHERE id = ? AND realmId = ? AND nextAttemptAt = ?`;
    const place = [idToBytes(id), idToBytes(realm.id), nextAttemptAt];
    return (await this.sql.execute(statement, [failures, until, ...place])) === 1;
  }

  private toColumns(delivery: Row): Record<string, unknown> {
    return Object.fromEntries(
      this.columns.map((name) => [
        name,
        this.ids.includes(name) ? idToBytes(delivery[name] as string) : delivery[name],
      ]),
    );
  }

  private fromRow(row: Row): D {
    const values = this.columns.map((name) => [
      name,
      this.ids.includes(name) ? idFromBytes(row[name] as Buffer) : row[name],
    ]);
    const times = { nextAttemptAt: Number(row['nextAttemptAt']), createdAt: Number(row['createdAt']) };
    return { ...Object.fromEntries(values), ...times } as D;
  }
}
