import { DatabaseError } from '../../src/database/database-error.js';
import { Sql } from '../../src/database/sql.js';
import type { TestServer } from './server.js';

/** Does something while no statement of the server reaches its database. */
export async function withoutDatabase<T>(server: TestServer, work: () => Promise<T>): Promise<T> {
  const sql = server.get(Sql);
  const down = (): Promise<never> => Promise.reject(new DatabaseError('fault', 'ECONNREFUSED', 'down'));
  Object.assign(sql, { query: down, execute: down, insert: down });
  try {
    return await work();
  } finally {
    for (const name of ['query', 'execute', 'insert']) Reflect.deleteProperty(sql, name);
  }
}
