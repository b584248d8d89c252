import { type DataSourceOptions, type Logger, type MixedList } from 'typeorm';
import type { Database } from './database.js';
import { parseDatabaseUrl } from './engine.js';
import { MIGRATIONS } from './migrations/all-migrations.js';
import { MysqlDatabase, mysqlOptions, type MysqlOptions } from './mysql/mysql.database.js';
import { SqliteDatabase, sqliteOptions, type SqliteOptions } from './sqlite/sqlite.database.js';

export type EntityClass = new () => object;

export interface DatabaseTarget {
  /** As `DATABASE_URL`. */
  readonly url: string;
  /** Connections to MySQL at most. */
  readonly poolSize: number;
  readonly entities: readonly EntityClass[];
}

/** TypeORM would write statements with their values to the console. */
const SILENT: Logger = {
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};

/** @throws DatabaseUrlError */
export function databaseOptions({ url, poolSize, entities }: DatabaseTarget): MysqlOptions | SqliteOptions {
  const engine = parseDatabaseUrl(url);
  const common = {
    entities: [...entities] as MixedList<EntityClass>,
    migrations: MIGRATIONS,
    synchronize: false,
    migrationsRun: false,
    logger: SILENT,
  } satisfies Partial<DataSourceOptions>;
  return engine.kind === 'sqlite'
    ? { ...sqliteOptions(engine.file), ...common }
    : { ...mysqlOptions(engine, poolSize), ...common };
}

/** A database that is still to be initialized. */
export const databaseOf = (options: MysqlOptions | SqliteOptions): Database =>
  options.type === 'better-sqlite3' ? new SqliteDatabase(options) : new MysqlDatabase(options);
