import { setImmediate as turn } from 'node:timers/promises';
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

interface Caller {
  readonly rows: readonly TableRow[];
  readonly meanwhile: () => void;
}

/**
 * Commits the rows of many callers together: one statement for each table, one commit for all. Who adds rows is answered
 * when they are durable; rows that cannot be inserted fail their own caller alone.
 */
@Injectable()
export class GroupCommit {
  /** Told how many callers each batch answers: for the metrics. */
  onBatch: (callers: number) => void = () => undefined;

  private readonly batcher = new Batcher<Caller, void>((callers) => this.commit(callers), {
    maxBatch: MAX_CALLERS,
    onBatch: (callers) => this.onBatch(callers),
  });

  constructor(private readonly sql: Sql) {}

  /** The rows of one call are committed together or not at all. Inside a transaction they are rows of that transaction. */
  add(rows: readonly TableRow[]): Promise<void> {
    return this.addWhile(rows, () => undefined);
  }

  /**
   * The same, with what keeps the processor busy for the answer (a signature, say): it is done while the database writes.
   *
   * @param meanwhile runs once, before it is known whether the rows are committed; it is part of the answer alone.
   */
  async addWhile<T>(rows: readonly TableRow[], meanwhile: () => T): Promise<T> {
    const work = once(meanwhile);
    if (isInTransaction()) await this.sql.insertAll(setsOf(rows));
    else await this.batcher.add({ rows, meanwhile: work.start });
    return work.result();
  }

  private async commit(callers: readonly Caller[]): Promise<void[]> {
    await Promise.all([
      this.sql.insertAll(setsOf(callers.flatMap(({ rows }) => rows))),
      // By the next turn the statement is on its way.
      turn().then(() => callers.forEach(({ meanwhile }) => meanwhile())),
    ]);
    return [];
  }
}

/** An error of the work is its own caller's alone, and is thrown when the result is asked for. */
function once<T>(work: () => T): { start: () => void; result: () => T } {
  let outcome: { value: T } | { error: unknown } | undefined;
  const run = () => {
    try {
      return { value: work() };
    } catch (error) {
      return { error };
    }
  };
  return {
    start: () => void (outcome ??= run()),
    result: () => {
      outcome ??= run();
      if ('error' in outcome) throw outcome.error;
      return outcome.value;
    },
  };
}

/** Rows of one table and the same columns share a statement. */
export function setsOf(rows: readonly TableRow[]): RowSet[] {
  const sets: { table: string; columns: readonly string[]; rows: Row[] }[] = [];
  for (const { table, row } of rows) {
    const set = sets.find((other) => other.table === table && hasColumns(row, other.columns));
    if (set) set.rows.push(row);
    else sets.push({ table, columns: Object.keys(row), rows: [row] });
  }
  return sets;
}

/** Whether these are the keys of the row, in their order. There are a few sets and many rows: nothing is made of a row. */
function hasColumns(row: Row, columns: readonly string[]): boolean {
  let count = 0;
  for (const name in row) if (name !== columns[count++]) return false;
  return count === columns.length;
}
