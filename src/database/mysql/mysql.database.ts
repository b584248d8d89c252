import type { DataSourceOptions } from 'typeorm';
import { Database, type PoolUse } from '../database.js';
import type { Engine } from '../engine.js';
import type { RowSet } from '../statements.js';
import { affectedBy, insertBatches, rowsOf } from './mysql-statements.js';
import { MysqlDriver } from './mysql.driver.js';

export type MysqlOptions = Extract<DataSourceOptions, { type: 'mysql' | 'mariadb' }>;
type MysqlEngine = Extract<Engine, { kind: 'mysql' }>;

const CONNECT_MS = 2_000;
/** Callers beyond that many waiting for a connection are refused at once. */
const MAX_WAITING = 1_000;
const KEEP_ALIVE_MS = 10_000;

export const mysqlOptions = ({ host, port, username, password, database, tls }: MysqlEngine, poolSize: number) =>
  ({
    // Read as `mysql`, a MariaDB shows defaults that nobody set; a MySQL reads well as `mariadb`.
    type: 'mariadb',
    host,
    port,
    username,
    password,
    database,
    ...(tls ? { ssl: { rejectUnauthorized: true } } : {}),
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    // Times and counts fit a number exactly; TypeORM would have every bigint as a string.
    bigNumberStrings: false,
    connectTimeout: CONNECT_MS,
    poolSize,
    extra: { queueLimit: MAX_WAITING, keepAliveInitialDelay: KEEP_ALIVE_MS },
  }) satisfies Partial<MysqlOptions>;

/** A pool of connections to MySQL, MariaDB, Galera or TiDB. */
export class MysqlDatabase extends Database {
  declare driver: MysqlDriver;

  constructor(options: MysqlOptions) {
    super(options);
    this.driver = new MysqlDriver(this);
  }

  async rows<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return rowsOf<T>(await this.driver.sessions.run(sql, parameters));
  }

  async change(sql: string, parameters: readonly unknown[]): Promise<number> {
    return affectedBy(await this.driver.sessions.run(sql, parameters));
  }

  async insertAll(sets: readonly RowSet[]): Promise<void> {
    const batches = insertBatches(sets);
    const [only] = batches;
    if (only && batches.length === 1) await this.driver.sessions.run(...only);
    else await this.insertTogether(sets);
  }

  poolUse(): PoolUse {
    return this.driver.sessions.use();
  }

  private async insertTogether(sets: readonly RowSet[]): Promise<void> {
    const runner = this.createQueryRunner();
    try {
      await runner.startTransaction();
      await runner.insertAll(sets);
      await runner.commitTransaction();
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      await runner.release();
    }
  }
}
