import type { Pool, PoolConnection, QueryOptions, ResultSetHeader } from 'mysql2';
import type { PoolUse } from '../database.js';
import { DatabaseError, toDatabaseError } from '../database-error.js';

/** From asking for a connection to the last byte of the answer. */
const STATEMENT_MS = 5_000;
/** Of those, so much at most for the connection alone. */
const CONNECTION_MS = 2_500;

export type Answer = ResultSetHeader | Record<string, unknown>[];

/** What mysql2 keeps of its connections, and has no public way to tell. */
interface PoolBooks {
  readonly _allConnections: { readonly length: number };
  readonly _freeConnections: { readonly length: number };
  readonly _connectionQueue: { readonly length: number };
}

/**
 * Connections of mysql2 under deadlines that mysql2 lacks: it neither limits the wait for a connection, nor gives up a
 * connection whose statement ran out of time.
 */
export class MysqlPool {
  constructor(private readonly pool: Pool) {}

  /** Runs one statement on any connection. */
  async run(sql: string, parameters: readonly unknown[]): Promise<Answer> {
    const start = performance.now();
    const connection = await this.acquire();
    try {
      const answer = await ask(connection, sql, parameters, STATEMENT_MS - (performance.now() - start));
      connection.release();
      return answer;
    } catch (error) {
      giveBack(connection, error);
      throw error;
    }
  }

  use(): PoolUse {
    const books = this.pool as unknown as PoolBooks;
    return {
      open: books._allConnections.length,
      idle: books._freeConnections.length,
      waiting: books._connectionQueue.length,
    };
  }

  acquire(): Promise<PoolConnection> {
    return new Promise((resolve, reject) => {
      let late = false;
      const impatience = setTimeout(() => {
        late = true;
        reject(new DatabaseError('fault', 'POOL_TIMEOUT', 'no connection came free in time'));
      }, CONNECTION_MS);
      this.pool.getConnection((error, connection) => {
        clearTimeout(impatience);
        if (late) connection?.release();
        else if (error) reject(toDatabaseError(error));
        else resolve(connection);
      });
    });
  }
}

/** Asks on this connection. `deadline` in milliseconds; 0 for none. */
export function ask(
  connection: PoolConnection,
  sql: string,
  values: readonly unknown[],
  deadline = STATEMENT_MS,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options: QueryOptions = { sql, values: values as unknown[], timeout: Math.ceil(deadline) };
    connection.query(options, (error, answer) => {
      if (error) reject(toDatabaseError(error, sql));
      else resolve(answer as Answer);
    });
  });
}

/** Whether nothing more can be asked on a connection that answered so; a read-only server is left for its successor. */
export const isSpoilt = (error: unknown): boolean => !(error instanceof DatabaseError) || error.failure === 'fault';

/** Gives a connection back to the pool, or closes it when the error says that it is of no more use. */
export function giveBack(connection: PoolConnection, error: unknown): void {
  if (isSpoilt(error)) close(connection);
  else connection.release();
}

/** At once: a server that does not answer would not answer a farewell either. */
export function close(connection: PoolConnection): void {
  connection.destroy();
  (connection as unknown as { stream: { destroy(): void } }).stream.destroy();
}
