export type Row = Record<string, unknown>;

/** Rows of one table, all with the keys of the first. */
export interface RowSet {
  readonly table: string;
  readonly rows: readonly Row[];
}

/** Where statements run: on any connection, each on its own, or on the one connection of a transaction. */
export interface Statements {
  rows<T>(sql: string, parameters: readonly unknown[]): Promise<T[]>;

  /** @returns how many rows matched. */
  change(sql: string, parameters: readonly unknown[]): Promise<number>;

  /** All of them or none, in one transaction of their own where there is none. */
  insertAll(sets: readonly RowSet[]): Promise<void>;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** `INSERT INTO table (columns) VALUES (?, ...), ...` for so many rows. */
export function insertStatement(table: string, columns: readonly string[], rowCount: number): string {
  const stray = [table, ...columns].find((name) => !IDENTIFIER.test(name));
  if (stray !== undefined) throw new TypeError(`Not a name of a table or column: ${JSON.stringify(stray)}`);
  const row = `(${placeholders(columns.length)})`;
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array(rowCount).fill(row).join(', ')}`;
}

/**
 * A column of bytes as hexadecimal digits (`idFromHex`), under its own name or another. For hot reads: to make Buffers of
 * its ids takes a driver longer than all the rest of a row.
 */
export const hex = (column: string, name = column): string => `HEX(${column}) AS ${name}`;

/** The same of a column that may be null: SQLite makes an empty text of that. */
export const hexOrNull = (column: string, name = column): string => `NULLIF(HEX(${column}), '') AS ${name}`;

/** `?, ?, ?` for an IN list or a row. */
export const placeholders = (count: number): string => Array(count).fill('?').join(', ');
