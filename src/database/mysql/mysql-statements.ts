import { insertStatement, type RowSet } from '../statements.js';
import type { Answer } from './mysql-pool.js';

/** Beyond this many rows a statement gains nothing more and holds its locks longer. */
const MAX_ROWS = 128;

export const rowsOf = <T>(answer: Answer): T[] => (Array.isArray(answer) ? (answer as T[]) : []);

/** mysql2 counts the rows that matched, changed or not. */
export const affectedBy = (answer: Answer): number => (Array.isArray(answer) ? 0 : answer.affectedRows);

/** The INSERT statements of these rows, with their parameters. */
export function insertBatches(sets: readonly RowSet[]): [sql: string, parameters: unknown[]][] {
  return sets.flatMap(({ table, rows }) => {
    const columns = Object.keys(rows[0] ?? {});
    return chunks(rows).map((chunk): [string, unknown[]] => [
      insertStatement(table, columns, chunk.length),
      chunk.flatMap((row) => columns.map((column) => row[column])),
    ]);
  });
}

function chunks<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / MAX_ROWS);
  return Array.from({ length: count }, (_, index) => items.slice(index * MAX_ROWS, (index + 1) * MAX_ROWS));
}
