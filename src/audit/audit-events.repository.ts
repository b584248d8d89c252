import { Injectable } from '@nestjs/common';
import { decodeCursor, pageOf, type Page, type PageRequest } from '../database/page.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Sql } from '../database/sql.js';
import { placeholders } from '../database/statements.js';
import { DomainError } from '../kernel/domain-error.js';
import { idFromBytes, idToBytes, isId } from '../kernel/ids.js';
import type { AuditFilters, AuditOutcome, RecordedEvent } from './audit.types.js';

const COLUMNS = 'id, realmId, at, type, outcome, clientId, userId, address, requestId, detail';

interface EventRow {
  readonly id: Buffer;
  readonly realmId: Buffer;
  readonly at: number;
  readonly type: string;
  readonly outcome: AuditOutcome;
  readonly clientId: string | null;
  readonly userId: Buffer | null;
  readonly address: string | null;
  readonly requestId: string | null;
  readonly detail: string | null;
}

type Condition = readonly [sql: string, value: unknown];

@Injectable()
export class AuditEventsRepository {
  constructor(private readonly sql: Sql) {}

  async page(realm: RealmRef, filters: AuditFilters, page: PageRequest): Promise<Page<RecordedEvent>> {
    return this.read([['realmId = ?', idToBytes(realm.id)], ...conditions(filters)], page);
  }

  async pageOfAllRealms(filters: AuditFilters, page: PageRequest): Promise<Page<RecordedEvent>> {
    return this.read(conditions(filters), page);
  }

  /** By primary key and few at a time, so that nobody who records an event waits. */
  async deleteBefore(time: number, limit: number): Promise<number> {
    const oldest = 'SELECT id FROM audit_events WHERE id < ? ORDER BY id LIMIT ?';
    const ids = (await this.sql.query<{ id: Buffer }>(oldest, [firstIdOf(time), limit])).map(({ id }) => id);
    if (ids.length === 0) return 0;
    return this.sql.execute(`DELETE FROM audit_events WHERE id IN (${placeholders(ids.length)})`, ids);
  }

  private async read(filters: readonly Condition[], { cursor, limit }: PageRequest): Promise<Page<RecordedEvent>> {
    const place: Condition[] = cursor === undefined ? [] : [['id < ?', idToBytes(decodeCursor(cursor))]];
    const all = [...filters, ...place];
    const where = all.length === 0 ? '' : `WHERE ${all.map(([sql]) => sql).join(' AND ')}`;
    const statement = `SELECT ${COLUMNS} FROM audit_events ${where} ORDER BY id DESC LIMIT ?`;
    const rows = await this.sql.query<EventRow>(statement, [...all.map(([, value]) => value), limit + 1]);
    return pageOf(rows.map(toEvent), limit);
  }
}

/** An id begins with the time of its event, so that the index of ids also finds spans of time. */
function conditions({ type, client, user, from, to }: AuditFilters): Condition[] {
  const all: Condition[] = [];
  if (type !== undefined) all.push(['type = ?', type]);
  if (client !== undefined) all.push(['clientId = ?', client]);
  if (user !== undefined) all.push(['userId = ?', userIdToBytes(user)]);
  if (from !== undefined) all.push(['id >= ?', firstIdOf(from)]);
  if (to !== undefined) all.push(['id < ?', firstIdOf(to)]);
  return all;
}

function userIdToBytes(user: string): Buffer {
  if (!isId(user)) throw DomainError.invalid('user', 'is not the id of a user');
  return idToBytes(user);
}

const LAST_TIME = 2 ** 48 - 1;

/** The least id that an event of that millisecond can have. */
function firstIdOf(time: number): Buffer {
  const id = Buffer.alloc(16);
  id.writeUIntBE(Math.min(Math.max(Math.trunc(time), 0), LAST_TIME), 0, 6);
  return id;
}

const toEvent = (row: EventRow): RecordedEvent => ({
  ...row,
  id: idFromBytes(row.id),
  realmId: idFromBytes(row.realmId),
  at: Number(row.at),
  userId: row.userId && idFromBytes(row.userId),
  detail: row.detail === null ? null : (JSON.parse(row.detail) as Record<string, unknown>),
});
