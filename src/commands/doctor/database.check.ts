import { existsSync } from 'node:fs';
import type { Database } from '../../database/database.js';
import { parseDatabaseUrl } from '../../database/engine.js';
import { isUpToDate } from '../../database/migrate.js';
import { isStorageFault } from '../../database/storage-fault.js';
import { withDatabase } from '../plain-database.js';
import { type Check, type Finding, ok, problem, type Subject } from './check.js';

/** Whether the database can be reached, and has the tables of this version. */
export const databaseCheck: Check = {
  name: 'database',

  async run({ settings, entities }: Subject): Promise<Finding[]> {
    const engine = parseDatabaseUrl(settings.databaseUrl);
    if (engine.kind === 'sqlite' && !existsSync(engine.file)) {
      return [problem(`There is no file ${engine.file} yet.`, 'The first `realmgate start` makes it.')];
    }
    try {
      return await withDatabase(entities, examine, settings);
    } catch (error) {
      if (!isStorageFault(error)) throw error;
      return [problem(`It cannot be used. ${(error as Error).message}.`, 'Check DATABASE_URL and the database.')];
    }
  },
};

async function examine(database: Database): Promise<Finding[]> {
  const name = await engineName(database);
  if (await isUpToDate(database)) return [ok(`${name}, with every table of this version.`)];
  return [problem(`${name}, whose tables are not those of this version.`, 'Run `realmgate migrate`.')];
}

async function engineName(database: Database): Promise<string> {
  const isSqlite = database.options.type === 'better-sqlite3';
  const statement = isSqlite ? 'SELECT sqlite_version() AS version' : 'SELECT VERSION() AS version';
  const [row] = await database.rows<{ version: string }>(statement, []);
  return `${isSqlite ? 'SQLite' : 'Server'} ${row?.version}`;
}
