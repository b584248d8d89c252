import { DataSource, type QueryRunner } from 'typeorm';
import type { RowSet, Statements } from './statements.js';

/** How the connections of a pool are used at this moment. */
export interface PoolUse {
  readonly open: number;
  readonly idle: number;
  /** Callers that wait for one. */
  readonly waiting: number;
}

/** A data source that also runs hot statements without the cost of an entity manager. */
export abstract class Database extends DataSource implements Statements {
  abstract rows<T>(sql: string, parameters: readonly unknown[]): Promise<T[]>;
  abstract change(sql: string, parameters: readonly unknown[]): Promise<number>;
  abstract insertAll(sets: readonly RowSet[]): Promise<void>;

  /** Null where there is no pool, but one connection. */
  abstract poolUse(): PoolUse | null;

  /** For one caller: what it runs as {@link Statements} belongs to its transaction. */
  override createQueryRunner(): QueryRunner & Statements {
    return super.createQueryRunner() as QueryRunner & Statements;
  }
}
