import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { Sql } from '../database/sql.js';
import { placeholders } from '../database/statements.js';

/**
 * What a node takes for expired may live for another one whose clock is behind: by two hours where a machine was set back
 * (see `SystemClock`). Milliseconds, with an hour to spare.
 */
const MAX_LAG = 3 * 60 * 60 * 1000;

/** A pushed request is used up when it is answered, and its user may take that long for the pages. Milliseconds. */
const REQUEST_LIFETIME = 15 * 60 * 1000;

/** Of a connect session that is over its starter may ask how it ended, for a day. Milliseconds. */
const OUTCOME_KEPT = 24 * 60 * 60 * 1000;

const DAY = 24 * 60 * 60 * 1000;

interface ExpiringRows {
  readonly key: string;
  /** The column of the time from which on they are kept for so many milliseconds. */
  readonly since: string;
  readonly keptFor: (settings: Settings) => number;
}

const expiring = (key: string, keptFor = 0): ExpiringRows => ({
  key,
  since: 'expiresAt',
  keptFor: () => keptFor,
});

/**
 * Tables whose rows serve nobody once they have expired. A token or grant without its row is dead on every node; a JWT
 * without its entry in the denylist is alive wherever it has not expired, so that entry stays for longer.
 */
const TABLES = {
  tokens: expiring('hash'),
  grants: expiring('id'),
  authorization_requests: expiring('id'),
  pushed_requests: expiring('hash', REQUEST_LIFETIME),
  revoked_jtis: expiring('jti', MAX_LAG),
  initial_access_tokens: expiring('id'),
  assertion_jtis: expiring('hash', MAX_LAG),
  sessions: expiring('id'),
  device_codes: expiring('hash'),
  mail_links: expiring('hash'),
  attempts: expiring('keyHash'),
  connection_sessions: expiring('id', OUTCOME_KEPT),
  connection_states: expiring('hash'),
  connection_events: { key: 'id', since: 'at', keptFor: ({ connHistoryDays }: Settings) => connHistoryDays * DAY },
};
export type ExpiringTable = keyof typeof TABLES;
export const EXPIRING_TABLES = Object.keys(TABLES) as readonly ExpiringTable[];

/** Housekeeping for all realms at once. */
@Injectable()
export class ExpiredRowsRepository {
  constructor(
    private readonly sql: Sql,
    private readonly settings: Settings,
  ) {}

  /**
   * Deletes some rows by primary key, in its order: short locks on few rows, and no deadlock with another node that
   * deletes the same ones. @returns how many keys were found; fewer than `limit` when none are left.
   */
  async deleteSome(table: ExpiringTable, now: number, limit: number): Promise<number> {
    const { key, since, keptFor } = TABLES[table];
    const select = `SELECT ${key} AS rowKey FROM ${table} WHERE ${since} <= ? ORDER BY ${since} LIMIT ?`;
    const before = now - keptFor(this.settings);
    const keys = (await this.sql.query<{ rowKey: Buffer }>(select, [before, limit])).map(({ rowKey }) => rowKey);
    if (keys.length === 0) return 0;
    // What has got a new end meanwhile stays.
    const places = placeholders(keys.length);
    const statement = `DELETE FROM ${table} WHERE ${key} IN (${places}) AND ${since} <= ?`;
    await this.sql.execute(statement, [...keys.sort(Buffer.compare), before]);
    return keys.length;
  }
}
