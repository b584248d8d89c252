import type { PoolConnection } from 'mysql2';
import { QueryResult } from 'typeorm';
import type { MysqlDriver } from 'typeorm/driver/mysql/MysqlDriver.js';
import { MysqlQueryRunner as TypeOrmMysqlQueryRunner } from 'typeorm/driver/mysql/MysqlQueryRunner.js';
import { DatabaseError } from '../database-error.js';
import type { RowSet, Statements } from '../statements.js';
import { ask, close, isSpoilt, type Answer, type MysqlPool } from './mysql-pool.js';
import { affectedBy, insertBatches, rowsOf } from './mysql-statements.js';

/** What a query runner needs of its driver: the pool that hands out connections. */
interface PooledDriver extends MysqlDriver {
  readonly sessions: MysqlPool;
}

/** Definitions may take as long as their tables are large. */
const DEFINITION = /^\s*(CREATE|ALTER|DROP|RENAME)\s/i;

/** TypeORM's query runner under our deadlines, and with errors that show no values. */
export class MysqlQueryRunner extends TypeOrmMysqlQueryRunner implements Statements {
  declare driver: PooledDriver;
  private session: Promise<PoolConnection> | null = null;
  private spoilt = false;

  async rows<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return rowsOf<T>(await this.ask(sql, parameters));
  }

  async change(sql: string, parameters: readonly unknown[]): Promise<number> {
    return affectedBy(await this.ask(sql, parameters));
  }

  /** In this runner's transaction. */
  async insertAll(sets: readonly RowSet[]): Promise<void> {
    for (const [sql, parameters] of insertBatches(sets)) await this.ask(sql, parameters);
  }

  override connect(): Promise<PoolConnection> {
    return (this.session ??= this.driver.sessions.acquire());
  }

  override async query<T>(sql: string, parameters: unknown[], structured: true): Promise<QueryResult<T>>;
  override async query<T>(sql: string, parameters?: unknown[], structured?: false): Promise<T>;
  override async query(sql: string, parameters: unknown[] = [], structured = false): Promise<unknown> {
    const answer = await this.ask(sql, parameters);
    if (!structured) return answer;
    const result = new QueryResult();
    result.raw = answer;
    if (Array.isArray(answer)) result.records = answer;
    else result.affected = answer.affectedRows;
    return result;
  }

  override async release(): Promise<void> {
    if (this.isReleased) return;
    this.isReleased = true;
    const connection = await this.session?.catch(() => null);
    if (!connection) return;
    // A transaction left open ends with its connection.
    if (this.spoilt || this.isTransactionActive) close(connection);
    else connection.release();
  }

  private async ask(sql: string, parameters: readonly unknown[]): Promise<Answer> {
    if (this.isReleased || this.spoilt)
      throw new DatabaseError('fault', 'CONNECTION_LOST', 'the connection was given up');
    const connection = await this.connect();
    try {
      return await ask(connection, sql, parameters, DEFINITION.test(sql) ? 0 : undefined);
    } catch (error) {
      this.spoilt = isSpoilt(error);
      throw error;
    }
  }
}
