import { Injectable } from '@nestjs/common';
import { Sql } from '../database/sql.js';
import { placeholders } from '../database/statements.js';

/** Tables whose rows serve nobody once they have expired, and their primary keys. */
const PRIMARY_KEY = { tokens: 'hash', grants: 'id', revoked_jtis: 'jti' } as const;
export type ExpiringTable = keyof typeof PRIMARY_KEY;
export const EXPIRING_TABLES = Object.keys(PRIMARY_KEY) as readonly ExpiringTable[];

/** Housekeeping for all realms at once. */
@Injectable()
export class ExpiredRowsRepository {
  constructor(private readonly sql: Sql) {}

  /**
   * Deletes some rows by primary key, in its order: short locks on few rows, and no deadlock with another node that
   * deletes the same ones. @returns how many keys were found; fewer than `limit` when none are left.
   */
  async deleteSome(table: ExpiringTable, now: number, limit: number): Promise<number> {
    const key = PRIMARY_KEY[table];
    const select = `SELECT ${key} AS rowKey FROM ${table} WHERE expiresAt <= ? ORDER BY expiresAt LIMIT ?`;
    const keys = (await this.sql.query<{ rowKey: Buffer }>(select, [now, limit])).map(({ rowKey }) => rowKey);
    if (keys.length === 0) return 0;
    await this.sql.execute(
      `DELETE FROM ${table} WHERE ${key} IN (${placeholders(keys.length)})`,
      keys.sort(Buffer.compare),
    );
    return keys.length;
  }
}
