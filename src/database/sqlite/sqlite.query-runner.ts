import { QueryResult } from 'typeorm';
import type { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver.js';
import { BetterSqlite3QueryRunner } from 'typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js';
import type { RowSet, Statements } from '../statements.js';
import type { SqliteConnection } from './sqlite-connection.js';
import type { SqliteGate } from './sqlite-gate.js';

/** What a query runner needs of its driver: the connection, and the gate before it. */
interface GatedDriver extends BetterSqlite3Driver {
  readonly gate: SqliteGate;
  readonly session: SqliteConnection;
  durable(): Promise<void>;
}

/**
 * One caller's view of the one connection. TypeORM would give every caller the same query runner, and so let a write of
 * one request join, and vanish with, the transaction of another.
 */
export class SqliteQueryRunner extends BetterSqlite3QueryRunner implements Statements {
  declare driver: GatedDriver;

  async rows<T>(sql: string, parameters: readonly unknown[]): Promise<T[]> {
    return this.driver.gate.pass(this, () => this.driver.session.run(sql, parameters).rows as T[]);
  }

  async change(sql: string, parameters: readonly unknown[]): Promise<number> {
    const changes = await this.driver.gate.pass(this, () => this.driver.session.run(sql, parameters).changes);
    await this.durableAlone();
    return changes;
  }

  async insertAll(sets: readonly RowSet[]): Promise<void> {
    await this.driver.gate.pass(this, () => this.driver.session.insertAll(sets));
    await this.durableAlone();
  }

  override async query<T>(sql: string, parameters: unknown[], structured: true): Promise<QueryResult<T>>;
  override async query<T>(sql: string, parameters?: unknown[], structured?: false): Promise<T>;
  override async query(sql: string, parameters: unknown[] = [], structured = false): Promise<unknown> {
    const { gate, session } = this.driver;
    const { rows, changes, lastId } = await gate.pass(this, () => session.run(sql, parameters));
    if (rows === null) await this.durableAlone();
    const result = new QueryResult();
    result.raw = rows ?? lastId;
    result.records = rows ?? [];
    result.affected = rows ? undefined : changes;
    return structured ? result : result.raw;
  }

  override async startTransaction(): Promise<void> {
    if (this.transactionDepth > 0) return super.startTransaction();
    await this.driver.gate.enter(this);
    try {
      // A deferred transaction that reads before it writes cannot wait for another process's write: it can only fail.
      this.driver.session.run('BEGIN IMMEDIATE', []);
    } catch (error) {
      this.driver.gate.leave(this);
      throw error;
    }
    this.isTransactionActive = true;
    this.transactionDepth = 1;
  }

  override async commitTransaction(): Promise<void> {
    if (this.transactionDepth > 1) return super.commitTransaction();
    // A COMMIT that fails leaves the transaction open: the gate is kept until it was rolled back.
    this.driver.session.run('COMMIT', []);
    this.end();
    await this.driver.durable();
  }

  override async rollbackTransaction(): Promise<void> {
    if (this.transactionDepth > 1) return super.rollbackTransaction();
    try {
      // After a full disk or an I/O error SQLite has rolled back by itself.
      if (this.driver.session.inTransaction) this.driver.session.run('ROLLBACK', []);
    } finally {
      this.end();
    }
  }

  override async release(): Promise<void> {
    if (this.isTransactionActive) {
      this.transactionDepth = 1;
      await this.rollbackTransaction();
    }
    await super.release();
    this.isReleased = true;
  }

  /** What a transaction changes is durable with its commit. */
  private async durableAlone(): Promise<void> {
    if (!this.isTransactionActive) await this.driver.durable();
  }

  private end(): void {
    this.isTransactionActive = false;
    this.transactionDepth = 0;
    this.driver.gate.leave(this);
  }
}
