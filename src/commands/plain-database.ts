import { loadSettings } from '../config/load-settings.js';
import type { Settings } from '../config/settings.js';
import type { Database } from '../database/database.js';
import { databaseOf, databaseOptions, type EntityClass } from '../database/open-database.js';

/** The database of the settings, connected and otherwise left as it is, for the time of some work. */
export async function withDatabase<T>(
  entities: readonly EntityClass[],
  work: (database: Database) => Promise<T>,
  settings: Settings = loadSettings(),
): Promise<T> {
  const { databaseUrl: url, databasePoolSize: poolSize } = settings;
  const database = databaseOf(databaseOptions({ url, poolSize, entities }));
  await database.initialize();
  try {
    return await work(database);
  } finally {
    await database.destroy();
  }
}
