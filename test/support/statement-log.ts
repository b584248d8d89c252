import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from '../../src/database/database.js';
import type { Row, RowSet, Statements } from '../../src/database/statements.js';

/** One statement, or one batch of inserts, that reached the database. */
export interface LoggedStatement {
  readonly kind: 'read' | 'change' | 'insert';
  readonly tables: readonly string[];
  readonly rows: readonly Row[];
}

/** Writes down what one node asks of its database, in transactions and outside of them. */
export class StatementLog {
  private statements: LoggedStatement[] = [];
  /** Some databases pass a batch on to a connection of theirs: that is the same batch. */
  private readonly passedOn = new AsyncLocalStorage<true>();

  constructor(database: Database) {
    this.listenTo(database);
    const createQueryRunner = database.createQueryRunner.bind(database);
    database.createQueryRunner = () => {
      const runner = createQueryRunner();
      this.listenTo(runner);
      return runner;
    };
  }

  /** What was asked while some work was done. */
  async during(work: () => Promise<unknown>): Promise<LoggedStatement[]> {
    this.statements = [];
    await work();
    return this.statements;
  }

  private listenTo(statements: Statements): void {
    const { rows, change, insertAll } = statements;
    statements.rows = <T>(sql: string, parameters: readonly unknown[]): Promise<T[]> => {
      this.statements.push({ kind: 'read', tables: tablesIn(sql), rows: [] });
      return rows.call(statements, sql, parameters) as Promise<T[]>;
    };
    statements.change = (sql, parameters) => {
      this.statements.push({ kind: 'change', tables: tablesIn(sql), rows: [] });
      return change.call(statements, sql, parameters);
    };
    statements.insertAll = (sets: readonly RowSet[]) => {
      const tables = sets.map(({ table }) => table);
      const isNew = this.passedOn.getStore() === undefined;
      if (isNew) this.statements.push({ kind: 'insert', tables, rows: sets.flatMap((set) => set.rows) });
      return this.passedOn.run(true, () => insertAll.call(statements, sets));
    };
  }
}

const tablesIn = (sql: string): string[] =>
  [...sql.matchAll(/\b(?:FROM|JOIN|UPDATE|INTO)\s+([a-z_]+)/gi)].map(([, table = '']) => table);
