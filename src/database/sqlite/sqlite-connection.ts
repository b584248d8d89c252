import type { Database as Handle } from 'better-sqlite3';
import { toDatabaseError } from '../database-error.js';
import { insertStatement, type RowSet } from '../statements.js';
import { type Outcome, SqliteStatement } from './sqlite-statement.js';

const MAX_STATEMENTS = 1000;

/** The one connection to the file, with the prepared statements of all callers. Synchronous: each call is one unit. */
export class SqliteConnection {
  private readonly statements = new Map<string, SqliteStatement>();

  constructor(private readonly handle: Handle) {}

  get inTransaction(): boolean {
    return this.handle.inTransaction;
  }

  run(sql: string, parameters: readonly unknown[]): Outcome {
    try {
      return this.prepare(sql).run(parameters);
    } catch (error) {
      throw toDatabaseError(error, sql);
    }
  }

  /** All rows or none, whether a transaction is open or not. */
  insertAll(sets: readonly RowSet[]): void {
    const [first] = sets;
    if (sets.length === 1 && first?.rows.length === 1) return this.insert(first);
    const [begin, commit, undo] = this.inTransaction ? SAVEPOINT : IMMEDIATE;
    this.run(begin, []);
    try {
      for (const set of sets) this.insert(set);
      this.run(commit, []);
    } catch (error) {
      if (this.inTransaction) undo.forEach((sql) => this.run(sql, []));
      throw error;
    }
  }

  private insert({ table, rows }: RowSet): void {
    const columns = Object.keys(rows[0] ?? {});
    const sql = insertStatement(table, columns, 1);
    for (const row of rows) {
      this.run(
        sql,
        columns.map((column) => row[column]),
      );
    }
  }

  private prepare(sql: string): SqliteStatement {
    const known = this.statements.get(sql);
    if (known) return known;
    const statement = new SqliteStatement(this.handle.prepare<unknown[]>(sql));
    this.statements.set(sql, statement);
    if (this.statements.size > MAX_STATEMENTS) this.statements.delete(this.statements.keys().next().value as string);
    return statement;
  }
}

const IMMEDIATE = ['BEGIN IMMEDIATE', 'COMMIT', ['ROLLBACK']] as const;
const SAVEPOINT = ['SAVEPOINT rows', 'RELEASE rows', ['ROLLBACK TO rows', 'RELEASE rows']] as const;
