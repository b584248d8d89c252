import { Injectable } from '@nestjs/common';
import { Batcher } from './batcher.js';
import { Sql } from './sql.js';
import type { Row, RowSet } from './statements.js';
import { isInTransaction } from './transaction-slot.js';

export interface TableRow {
  readonly table: string;
  readonly row: Row;
}

const MAX_CALLERS = 128;

/**
 * Commits the rows of many callers together: one statement for each table, one commit for all. Who adds rows is answered
 * when they are durable; rows that cannot be inserted fail their own caller alone.
 */
@Injectable()
export class GroupCommit {
  /** Told how many callers each batch answers: for the metrics. */
  onBatch: (callers: number) => void = () => undefined;

  private readonly batcher = new Batcher<readonly TableRow[], void>((callers) => this.commit(callers), {
    maxBatch: MAX_CALLERS,
    onBatch: (callers) => this.onBatch(callers),
  });

  constructor(private readonly sql: Sql) {}

  /** The rows of one call are committed together or not at all. Inside a transaction they are rows of that transaction. */
  add(rows: readonly TableRow[]): Promise<void> {
    return isInTransaction() ? this.sql.insertAll(setsOf(rows)) : this.batcher.add(rows);
  }

  private async commit(callers: readonly (readonly TableRow[])[]): Promise<void[]> {
    await this.sql.insertAll(setsOf(callers.flat()));
    return [];
  }
}

/** Rows of one table and the same columns share a statement. */
function setsOf(rows: readonly TableRow[]): RowSet[] {
  const sets = new Map<string, { table: string; rows: Row[] }>();
  for (const { table, row } of rows) {
    const shape = `${table} ${Object.keys(row).join()}`;
    const set = sets.get(shape);
    if (set) set.rows.push(row);
    else sets.set(shape, { table, rows: [row] });
  }
  return [...sets.values()];
}
