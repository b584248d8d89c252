import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from './database.js';
import { Retries } from './retries.js';
import type { Row, RowSet, Statements } from './statements.js';
import { currentTransaction } from './transaction-slot.js';

/**
 * Runs the statements of the repositories: in the transaction of the caller where there is one, else each on its own,
 * again if a deadlock undid it. Parameters are `?`; ids go in as bytes (`idToBytes`), times as milliseconds.
 */
@Injectable()
export class Sql {
  constructor(
    private readonly database: Database,
    private readonly retries: Retries,
  ) {}

  /** For the administrators' side: entities, repositories, query builders. */
  get manager(): EntityManager {
    return currentTransaction(this.database)?.manager ?? this.database.manager;
  }

  query<T = Row>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    return this.run((statements) => statements.rows<T>(sql, parameters));
  }

  /** @returns how many rows the statement's condition matched, the same on every engine. */
  execute(sql: string, parameters: readonly unknown[] = []): Promise<number> {
    return this.run((statements) => statements.change(sql, parameters));
  }

  /** One statement for all rows, with the columns of the first; nothing for no row. */
  insert(table: string, rows: readonly Row[]): Promise<void> {
    return this.insertAll([{ table, rows }]);
  }

  /** All sets or none. */
  async insertAll(sets: readonly RowSet[]): Promise<void> {
    const filled = sets.filter(({ rows }) => rows.length > 0);
    if (filled.length > 0) await this.run((statements) => statements.insertAll(filled));
  }

  private run<T>(statement: (statements: Statements) => Promise<T>): Promise<T> {
    const open = currentTransaction(this.database);
    return open ? statement(open.statements) : this.retries.run(() => statement(this.database));
  }
}
