import { Injectable } from '@nestjs/common';
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

/**
 * Tables whose rows serve nobody once they have expired. A token or grant without its row is dead on every node; a JWT
 * without its entry in the denylist is alive wherever it has not expired, so that entry stays for longer.
 */
const TABLES = {
  tokens: { key: 'hash', keptFor: 0 },
  grants: { key: 'id', keptFor: 0 },
  authorization_requests: { key: 'id', keptFor: 0 },
  pushed_requests: { key: 'hash', keptFor: REQUEST_LIFETIME },
  revoked_jtis: { key: 'jti', keptFor: MAX_LAG },
  initial_access_tokens: { key: 'id', keptFor: 0 },
  assertion_jtis: { key: 'hash', keptFor: MAX_LAG },
  sessions: { key: 'id', keptFor: 0 },
  device_codes: { key: 'hash', keptFor: 0 },
  mail_links: { key: 'hash', keptFor: 0 },
  connection_sessions: { key: 'id', keptFor: OUTCOME_KEPT },
  connection_states: { key: 'hash', keptFor: 0 },
} as const;
export type ExpiringTable = keyof typeof TABLES;
export const EXPIRING_TABLES = Object.keys(TABLES) as readonly ExpiringTable[];

/** Housekeeping for all realms at once. */
@Injectable()
export class ExpiredRowsRepository {
  constructor(private readonly sql: Sql) {}

  /**
   * Deletes some rows by primary key, in its order: short locks on few rows, and no deadlock with another node that
   * deletes the same ones. @returns how many keys were found; fewer than `limit` when none are left.
   */
  async deleteSome(table: ExpiringTable, now: number, limit: number): Promise<number> {
    const { key, keptFor } = TABLES[table];
    const select = `SELECT ${key} AS rowKey FROM ${table} WHERE expiresAt <= ? ORDER BY expiresAt LIMIT ?`;
    const keys = (await this.sql.query<{ rowKey: Buffer }>(select, [now - keptFor, limit])).map(({ rowKey }) => rowKey);
    if (keys.length === 0) return 0;
    await this.sql.execute(
      `DELETE FROM ${table} WHERE ${key} IN (${placeholders(keys.length)})`,
      keys.sort(Buffer.compare),
    );
    return keys.length;
  }
}
