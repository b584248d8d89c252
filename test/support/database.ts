import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mysql from 'mysql2/promise';
import type { Database } from '../../src/database/database.js';
import { GroupCommit } from '../../src/database/group-commit.js';
import { migrate } from '../../src/database/migrate.js';
import { databaseOf, databaseOptions, type EntityClass } from '../../src/database/open-database.js';
import { Retries } from '../../src/database/retries.js';
import { Sql } from '../../src/database/sql.js';
import { Transaction } from '../../src/database/transaction.js';
import { ENTITIES } from '../../src/entities.js';
import { SystemClock } from '../../src/kernel/clock.js';
import { SystemRandom } from '../../src/kernel/random.js';

export const onMariaDb = process.env.TEST_DATABASE === 'mariadb';

export interface FreshDatabase {
  /** As `DATABASE_URL`. */
  readonly url: string;
  drop(): Promise<void>;
}

/** An empty database: a file, or with `TEST_DATABASE=mariadb` one on the server at `TEST_MARIADB_URL`. */
export const freshDatabase = (): Promise<FreshDatabase> =>
  onMariaDb ? freshMariaDb(process.env.TEST_MARIADB_URL ?? 'mysql://root@127.0.0.1:3306/') : freshFile();

async function freshFile(): Promise<FreshDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'realmgate-'));
  return {
    url: `sqlite:${join(folder, 'test.sqlite')}`,
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** @param server the URL of a server, whose user may make databases. */
export async function freshMariaDb(server: string): Promise<FreshDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  return { url: new URL(name, server).href, drop: () => onServer(server, `DROP DATABASE IF EXISTS ${name}`) };
}

async function onServer(uri: string, sql: string): Promise<void> {
  const connection = await mysql.createConnection({ uri });
  await connection.query(sql);
  await connection.end();
}

/** What repositories are made with, on one connection or pool: one node of the server. */
export interface TestNode {
  readonly database: Database;
  readonly sql: Sql;
  readonly transaction: Transaction;
  readonly groupCommit: GroupCommit;
  close(): Promise<void>;
}

/** A node on that database; several may share one. */
export async function openNode(url: string, entities: readonly EntityClass[] = ENTITIES): Promise<TestNode> {
  const database = databaseOf(databaseOptions({ url, poolSize: 10, entities }));
  await database.initialize();
  const retries = new Retries(new SystemRandom());
  const sql = new Sql(database, retries);
  const transaction = new Transaction(database, retries);
  return { database, sql, transaction, groupCommit: new GroupCommit(sql), close: () => database.destroy() };
}

/** A node on a fresh database with every table; closing it drops the database. */
export async function openTestDatabase(): Promise<TestNode & { readonly url: string }> {
  const fresh = await freshDatabase();
  const node = await openNode(fresh.url);
  await migrate(node.database, new SystemClock(), new SystemRandom());
  const close = async (): Promise<void> => {
    await node.close();
    await fresh.drop();
  };
  return { ...node, url: fresh.url, close };
}
