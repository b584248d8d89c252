import { TestMariaDb } from './mariadb.js';
import { makeSupply } from './rsa-supply.mjs';

/** With `TEST_DATABASE=mariadb` and no server named, one is started for the whole run. */
export default async function setup() {
  await makeSupply();
  if (process.env.TEST_DATABASE !== 'mariadb' || process.env.TEST_MARIADB_URL) return;
  const server = await TestMariaDb.start(['--max-connections=500']);
  process.env.TEST_MARIADB_URL = server.url;
  globalThis.testMariaDb = server;
}
