import type { Database as Handle } from 'better-sqlite3';
import type { DataSourceOptions } from 'typeorm';
import { Database } from '../database.js';
import type { RowSet } from '../statements.js';
import { SqliteDriver } from './sqlite.driver.js';

export type SqliteOptions = Extract<DataSourceOptions, { type: 'better-sqlite3' }>;

/** How long a statement waits, and the process with it, while another process writes the same file. */
const BUSY_TIMEOUT_MS = 2_000;

/**
 * Options of a file. `synchronous = FULL`: an acknowledged commit survives a power cut. Several processes may share the
 * file, for every decision is a conditional statement; the write-ahead log keeps their readers and writers apart.
 */
export const sqliteOptions = (
  file: string,
): Pick<SqliteOptions, 'type' | 'database' | 'enableWAL' | 'timeout' | 'prepareDatabase'> => ({
  type: 'better-sqlite3',
  database: file,
  enableWAL: true,
  timeout: BUSY_TIMEOUT_MS,
  prepareDatabase: (handle: Handle) => void handle.pragma('synchronous = FULL'),
});

/** One file, one connection, one gate. */
export class SqliteDatabase extends Database {
  declare driver: SqliteDriver;

  constructor(options: SqliteOptions) {
    super(options);
    this.driver = new SqliteDriver(this);
  }

  async rows<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.driver.gate.pass(null, () => this.driver.session.run(sql, parameters).rows as T[]);
  }

  async change(sql: string, parameters: readonly unknown[]): Promise<number> {
    return this.driver.gate.pass(null, () => this.driver.session.run(sql, parameters).changes);
  }

  async insertAll(sets: readonly RowSet[]): Promise<void> {
    return this.driver.gate.pass(null, () => this.driver.session.insertAll(sets));
  }
}
