import type { Database as Handle } from 'better-sqlite3';
import type { DataSourceOptions } from 'typeorm';
import { Database } from '../database.js';
import type { RowSet } from '../statements.js';
import { SqliteDriver } from './sqlite.driver.js';

export type SqliteOptions = Extract<DataSourceOptions, { type: 'better-sqlite3' }>;

/** How long a statement, and all of this process with it, waits for another process's write; then it is retried later (`Retries`). */
const BUSY_TIMEOUT_MS = 5;

/**
 * `synchronous = NORMAL`, for the driver waits for the disk itself (`wal-sync.ts`): an acknowledged commit survives a
 * power cut. The rest is speed: 32 MiB of pages in memory, and 16 MiB of log before its pages are copied into the file,
 * spare a write in six.
 */
const PRAGMAS = ['synchronous = NORMAL', 'cache_size = -32768', 'wal_autocheckpoint = 4096'];

/**
 * Several processes may share the file, for every decision is a conditional statement; the write-ahead log keeps their
 * readers and writers apart.
 */
export const sqliteOptions = (file: string) =>
  ({
    type: 'better-sqlite3',
    database: file,
    enableWAL: true,
    timeout: BUSY_TIMEOUT_MS,
    prepareDatabase: (handle: Handle) => PRAGMAS.forEach((pragma) => handle.pragma(pragma)),
  }) satisfies Partial<SqliteOptions>;

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
    const changes = await this.driver.gate.pass(null, () => this.driver.session.run(sql, parameters).changes);
    await this.driver.durable();
    return changes;
  }

  async insertAll(sets: readonly RowSet[]): Promise<void> {
    await this.driver.gate.pass(null, () => this.driver.session.insertAll(sets));
    await this.driver.durable();
  }

  poolUse(): null {
    return null;
  }
}
