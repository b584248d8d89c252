import type { Pool, PoolConnection } from 'mysql2';
import { MysqlDriver as TypeOrmMysqlDriver } from 'typeorm/driver/mysql/MysqlDriver.js';
import { DatabaseError, toDatabaseError } from '../database-error.js';
import { ask, close, MysqlPool } from './mysql-pool.js';
import { MysqlQueryRunner } from './mysql.query-runner.js';

/** A lock that is not free by then is a failure to retry, before the statement's own deadline. */
const LOCK_WAIT_SECONDS = 3;

const SESSION = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  `SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = ${LOCK_WAIT_SECONDS},` +
    " sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
];
/** Galera: a read sees every commit of every node that was answered before it began. MySQL does not know it. */
const SYNCHRONOUS_READS = 'SET SESSION wsrep_sync_wait = 1';

/** TypeORM's driver over a pool whose every connection is set up the same and used under deadlines. */
export class MysqlDriver extends TypeOrmMysqlDriver {
  sessions!: MysqlPool;

  override createQueryRunner(): MysqlQueryRunner {
    return new MysqlQueryRunner(this, 'master');
  }

  protected override async createPool(options: unknown): Promise<Pool> {
    const pool = this.mysql.createPool(options) as Pool;
    // mysql2 runs the statements of a connection in their order: these precede those of whoever asked for it.
    pool.on('connection', (connection: PoolConnection) => void prepare(connection));
    this.sessions = new MysqlPool(pool);
    try {
      (await this.sessions.acquire()).release();
    } catch (error) {
      pool.end(() => undefined);
      throw this.explained(error);
    }
    return pool;
  }

  private explained(error: unknown): unknown {
    if (!(error instanceof DatabaseError)) return error;
    const { host, port, database } = this.options;
    const reason = REASONS[error.code] ?? 'cannot be reached';
    return new DatabaseError(error.failure, error.code, `the database "${database}" at ${host}:${port} ${reason}`);
  }
}

const REASONS: Record<string, string> = {
  ER_BAD_DB_ERROR: 'does not exist: create it with CREATE DATABASE ... CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
  ER_ACCESS_DENIED_ERROR: 'refuses the user or password of DATABASE_URL',
  ER_DBACCESS_DENIED_ERROR: 'is not open to the user of DATABASE_URL',
};

async function prepare(connection: PoolConnection): Promise<void> {
  // A connection that breaks while idle says so by an event; its next user learns of it by an error.
  connection.on('error', () => undefined);
  try {
    const settings = SESSION.map((sql) => ask(connection, sql, []));
    const synchronous = ask(connection, SYNCHRONOUS_READS, []).catch(unlessUnknown);
    await Promise.all([...settings, synchronous]);
  } catch {
    close(connection);
  }
}

function unlessUnknown(error: unknown): void {
  if (!(error instanceof DatabaseError && error.code === 'ER_UNKNOWN_SYSTEM_VARIABLE')) throw toDatabaseError(error);
}
