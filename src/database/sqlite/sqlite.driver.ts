import type { Database as Handle } from 'better-sqlite3';
import type { DataSource } from 'typeorm';
import { BetterSqlite3Driver } from 'typeorm/driver/better-sqlite3/BetterSqlite3Driver.js';
import { toDatabaseError } from '../database-error.js';
import { SqliteConnection } from './sqlite-connection.js';
import { SqliteGate } from './sqlite-gate.js';
import { SqliteQueryRunner } from './sqlite.query-runner.js';
import { walOf, WalSync } from './wal-sync.js';

type ColumnLike = Parameters<BetterSqlite3Driver['normalizeType']>[0];

/** TypeORM's driver with a query runner for each caller, a gate before the connection, and the column types of MySQL. */
export class SqliteDriver extends BetterSqlite3Driver {
  readonly gate = new SqliteGate();
  session!: SqliteConnection;
  private readonly wal = new WalSync(() => walOf(this.options.database));

  constructor(dataSource: DataSource) {
    super(dataSource);
    // Entities name the types of MySQL (columns.ts); `binary` has to pass here before it becomes a blob below.
    this.supportedDataTypes.push('binary');
  }

  override async connect(): Promise<void> {
    try {
      await super.connect();
    } catch (error) {
      throw toDatabaseError(error, `opening ${this.options.database}`);
    }
    this.session = new SqliteConnection(this.databaseConnection as Handle);
  }

  override async disconnect(): Promise<void> {
    await super.disconnect();
    this.wal.close();
  }

  /** Resolves when everything that was committed before the call is on the disk. */
  durable(): Promise<void> {
    return this.wal.durable();
  }

  override createQueryRunner(): SqliteQueryRunner {
    return new SqliteQueryRunner(this);
  }

  override normalizeType(column: ColumnLike): string {
    return column.type === 'binary' ? 'blob' : super.normalizeType(column);
  }
}
