import { Clock } from '../kernel/clock.js';
import { Random } from '../kernel/random.js';
import type { Database } from './database.js';
import { MigrationLock } from './migration-lock.js';
import { Retries } from './retries.js';
import { Sql } from './sql.js';
import { isStorageFault } from './storage-fault.js';

/**
 * Brings the tables up to date, once, however many nodes start at the same time.
 *
 * @returns the names of the migrations that ran.
 */
export async function migrate(database: Database, clock: Clock, random: Random): Promise<string[]> {
  if (await isUpToDate(database)) return [];
  const lock = new MigrationLock(new Sql(database, new Retries(random)), clock, random);
  const done = await lock.hold(() => database.runMigrations({ transaction: 'each' }));
  return done.map(({ name }) => name);
}

/** Asked without the lock, so that a start with nothing to do never waits for it. */
export async function isUpToDate(database: Database): Promise<boolean> {
  const done = await appliedMigrations(database);
  return database.migrations.every(({ name, constructor }) => done.has(name ?? constructor.name));
}

async function appliedMigrations(database: Database): Promise<Set<string>> {
  try {
    const rows = await database.rows<{ name: string }>('SELECT name FROM migrations', []);
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    if (isStorageFault(error)) throw error;
    // A new database has no such table yet.
    return new Set();
  }
}
