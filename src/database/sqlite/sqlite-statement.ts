import type { Statement } from 'better-sqlite3';
import type { Row } from '../statements.js';

/** What a statement did: rows where it reads, a count where it writes. */
export interface Outcome {
  readonly rows: Row[] | null;
  readonly changes: number;
  readonly lastId: number | bigint;
}

/**
 * A prepared statement. Rows come from the driver without names, which it takes half as long again to give; but with `*`
 * it gives them, for each time the columns are those that the table has then.
 */
export class SqliteStatement {
  private readonly names: readonly string[] | null;

  constructor(private readonly statement: Statement<unknown[]>) {
    const isNamedHere = statement.reader && !statement.source.includes('*');
    this.names = isNamedHere ? statement.columns().map(({ name }) => name) : null;
    if (isNamedHere) statement.raw();
  }

  run(parameters: readonly unknown[]): Outcome {
    const bound = parameters.map(bindable);
    if (this.statement.reader) return { rows: this.rows(bound), changes: 0, lastId: 0 };
    const { changes, lastInsertRowid } = this.statement.run(...bound);
    return { rows: null, changes, lastId: lastInsertRowid };
  }

  private rows(bound: unknown[]): Row[] {
    const rows = this.statement.all(...bound);
    const { names } = this;
    return names ? rows.map((values) => named(names, values as unknown[])) : (rows as Row[]);
  }
}

function named(names: readonly string[], values: readonly unknown[]): Row {
  const row: Row = {};
  for (let index = 0; index < names.length; index += 1) row[names[index] as string] = values[index];
  return row;
}

/** SQLite knows no booleans, and better-sqlite3 no undefined. */
function bindable(value: unknown): unknown {
  if (value === true) return 1;
  if (value === false) return 0;
  return value === undefined ? null : value;
}
