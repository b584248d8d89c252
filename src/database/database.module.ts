import { DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { Settings } from '../config/settings.js';
import { Clock } from '../kernel/clock.js';
import { Random } from '../kernel/random.js';
import { Database } from './database.js';
import { GroupCommit } from './group-commit.js';
import { migrate } from './migrate.js';
import type { MysqlOptions } from './mysql/mysql.database.js';
import { databaseOf, databaseOptions, type EntityClass } from './open-database.js';
import { Retries } from './retries.js';
import { Sql } from './sql.js';
import type { SqliteOptions } from './sqlite/sqlite.database.js';
import { Transaction } from './transaction.js';

/** A database whose tables are up to date before anything that needs it exists. */
const MIGRATED = {
  provide: Database,
  useFactory: async (dataSource: DataSource, clock: Clock, random: Random): Promise<Database> => {
    const database = dataSource as Database;
    await migrate(database, clock, random);
    return database;
  },
  inject: [DataSource, Clock, Random],
};

/** The one connection to the data, and what repositories reach it by. */
@Global()
@Module({})
export class DatabaseModule {
  /** @param entities are handed in from above: this module knows no other. */
  static forRoot(entities: readonly EntityClass[]): DynamicModule {
    const typeOrm = TypeOrmModule.forRootAsync({
      inject: [Settings],
      useFactory: ({ databaseUrl, databasePoolSize }: Settings) => ({
        ...databaseOptions({ url: databaseUrl, poolSize: databasePoolSize, entities }),
        // A database that cannot be reached ends the start at once, with one clear error.
        toRetry: () => false,
      }),
      dataSourceFactory: async (options?: DataSourceOptions) => databaseOf(options as MysqlOptions | SqliteOptions),
    });
    return {
      module: DatabaseModule,
      imports: [typeOrm],
      providers: [MIGRATED, Retries, Sql, Transaction, GroupCommit],
      exports: [Database, Sql, Transaction, GroupCommit],
    };
  }
}
