import { createRequire } from 'node:module';

// Jest loads this file, unlike every other, as CommonJS and without its module mapper: `./mariadb.js` is not found there.
const { TestMariaDb } = createRequire(__filename)('./mariadb') as typeof import('./mariadb.js');

/** With `TEST_DATABASE=mariadb` and no server named, one is started for the whole run. */
export default async function setup(): Promise<void> {
  if (process.env.TEST_DATABASE !== 'mariadb' || process.env.TEST_MARIADB_URL) return;
  const server = await TestMariaDb.start(['--max-connections=500']);
  process.env.TEST_MARIADB_URL = server.url;
  Object.assign(globalThis, { testMariaDb: server });
}
