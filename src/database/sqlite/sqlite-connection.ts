import type { Database as Handle, Statement } from 'better-sqlite3';
import { toDatabaseError } from '../database-error.js';
import { insertStatement, type RowSet } from '../statements.js';

const MAX_STATEMENTS = 1000;

/** What a statement did: rows where it reads, a count where it writes. */
export interface Outcome {
  readonly rows: unknown[] | null;
  readonly changes: number;
  readonly lastId: number | bigint;
}

/** The one connection to the file, with the prepared statements of all callers. Synchronous: each call is one unit. */
export class SqliteConnection {
  private readonly statements = new Map<string, Statement<unknown[]>>();

  constructor(private readonly handle: Handle) {}

  get inTransaction(): boolean {
    return this.handle.inTransaction;
  }

  run(sql: string, parameters: readonly unknown[]): Outcome {
    try {
      const statement = this.prepare(sql);
      if (statement.reader) return { rows: statement.all(...parameters.map(bindable)), changes: 0, lastId: 0 };
      const { changes, lastInsertRowid } = statement.run(...parameters.map(bindable));
      return { rows: null, changes, lastId: lastInsertRowid };
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

  private prepare(sql: string): Statement<unknown[]> {
    const known = this.statements.get(sql);
    if (known) return known;
    const statement = this.handle.prepare<unknown[]>(sql);
    this.statements.set(sql, statement);
    if (this.statements.size > MAX_STATEMENTS) this.statements.delete(this.statements.keys().next().value as string);
    return statement;
  }
}

const IMMEDIATE = ['BEGIN IMMEDIATE', 'COMMIT', ['ROLLBACK']] as const;
const SAVEPOINT = ['SAVEPOINT rows', 'RELEASE rows', ['ROLLBACK TO rows', 'RELEASE rows']] as const;

/** SQLite knows no booleans, and better-sqlite3 no undefined. */
function bindable(value: unknown): unknown {
  if (value === true) return 1;
  if (value === false) return 0;
  return value === undefined ? null : value;
}
