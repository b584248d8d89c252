import type { Database } from '../../database/database.js';
import { SystemClock } from '../../kernel/clock.js';
import { withDatabase } from '../plain-database.js';
import { type Check, type Finding, ok, problem, type Subject, warning } from './check.js';

/** Tokens bear times in whole seconds, and verifiers forgive a few. */
const TOLERATED_MS = 5_000;
const ADVICE = 'Let a time service (NTP) set the clocks of every machine.';

/** Whether this machine's clock agrees with the database's, and time has not run backwards. */
export const clockCheck: Check = {
  name: 'clock',
  run: ({ settings, entities }: Subject): Promise<Finding[]> => withDatabase(entities, examine, settings),
};

async function examine(database: Database): Promise<Finding[]> {
  const clock = new SystemClock();
  const found = [...(await compareWithServer(database, clock)), ...(await compareWithRecord(database, clock))];
  return found.length > 0 ? found : [ok(`It is ${new Date(clock.now()).toISOString()}.`)];
}

/** SQLite has no clock but ours. */
async function compareWithServer(database: Database, clock: SystemClock): Promise<Finding[]> {
  if (database.options.type === 'better-sqlite3') return [];
  const statement = 'SELECT ROUND(UNIX_TIMESTAMP(NOW(3)) * 1000) AS now';
  const [row] = await database.rows<{ now: number | string }>(statement, []);
  const ahead = clock.now() - Number(row?.now);
  if (Math.abs(ahead) <= TOLERATED_MS) return [];
  return [warning(`This machine and the database differ by ${Math.round(ahead / 1000)} seconds.`, ADVICE)];
}

/** Ids begin with the time at which they were made, so that the newest event is the last one. */
async function compareWithRecord(database: Database, clock: SystemClock): Promise<Finding[]> {
  const [newest] = await database.rows<{ at: number | string }>(
    'SELECT at FROM audit_events ORDER BY id DESC LIMIT 1',
    [],
  );
  const ahead = Number(newest?.at ?? 0) - clock.now();
  if (ahead <= TOLERATED_MS) return [];
  return [problem(`The newest audit event lies ${Math.round(ahead / 1000)} seconds in the future.`, ADVICE)];
}
