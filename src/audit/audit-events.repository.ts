import { Injectable } from '@nestjs/common';
import { decodeCursor, encodeCursor, pageOf, type Page, type PageRequest } from '../database/page.js';
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

/** How many events a page with a filter looks at. */
const LOOKED_AT = 10_000;

@Injectable()
export class AuditEventsRepository {
  constructor(private readonly sql: Sql) {}

  async page(realm: RealmRef, filters: AuditFilters, page: PageRequest): Promise<Page<RecordedEvent>> {
    const { span, marks } = conditions(filters);
    return this.read({ span: [['realmId = ?', idToBytes(realm.id)], ...span], marks }, page);
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

  /**
   * The index orders events by their ids and knows nothing else of them: an index for each filter would cost every token
   * request a write more. So a page looks at so many events and no more, and may hold fewer than asked for though more follow.
   */
  private async read({ span, marks }: Conditions, { cursor, limit }: PageRequest): Promise<Page<RecordedEvent>> {
    const place: Condition[] = cursor === undefined ? [] : [['id < ?', idToBytes(decodeCursor(cursor))]];
    const within = [...span, ...place];
    const end = marks.length === 0 ? null : await this.lastOf(within);
    const all = [...within, ...(end ? [['id >= ?', end] as const] : []), ...marks];
    const rows = await this.select<EventRow>(COLUMNS, all, [limit + 1, 0]);
    const page = pageOf(rows.map(toEvent), limit);
    return end && page.nextCursor === null ? { ...page, nextCursor: encodeCursor(idFromBytes(end)) } : page;
  }

  /** The id up to which a page may look; null when it may look at all that is left. */
  private async lastOf(within: readonly Condition[]): Promise<Buffer | null> {
    const [last] = await this.select<{ id: Buffer }>('id', within, [1, LOOKED_AT - 1]);
    return last?.id ?? null;
  }

  private select<T>(columns: string, all: readonly Condition[], [limit, offset]: [number, number]): Promise<T[]> {
    const where = all.length === 0 ? '' : `WHERE ${all.map(([sql]) => sql).join(' AND ')}`;
    const statement = `SELECT ${columns} FROM audit_events ${where} ORDER BY id DESC LIMIT ? OFFSET ?`;
    return this.sql.query<T>(statement, [...all.map(([, value]) => value), limit, offset]);
  }
}

/** What the index answers, and what only the rows do. */
interface Conditions {
  readonly span: readonly Condition[];
  readonly marks: readonly Condition[];
}

/** An id begins with the time of its event, so that the index of ids also finds spans of time. */
function conditions({ type, client, user, from, to }: AuditFilters): Conditions {
  const span: Condition[] = [];
  const marks: Condition[] = [];
  if (type !== undefined) marks.push(['type = ?', type]);
  if (client !== undefined) marks.push(['clientId = ?', client]);
  if (user !== undefined) marks.push(['userId = ?', userIdToBytes(user)]);
  if (from !== undefined) span.push(['id >= ?', firstIdOf(from)]);
  if (to !== undefined) span.push(['id < ?', firstIdOf(to)]);
  return { span, marks };
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
