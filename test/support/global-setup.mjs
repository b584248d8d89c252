import { TestMariaDb } from './mariadb.js';
import { makeSupply } from './rsa-supply.mjs';

/** Many small databases, of which none outlives its server: nothing has to reach the disk. */
const IN_A_HURRY = ['--innodb-flush-method=nosync', '--innodb-doublewrite=0', '--innodb-file-per-table=0'];

/** With `TEST_DATABASE=mariadb` and no server named, one is started for the whole run. */
export default async function setup() {
  await makeSupply();
  if (process.env.TEST_DATABASE !== 'mariadb' || process.env.TEST_MARIADB_URL) return;
  const server = await TestMariaDb.start(['--max-connections=500', ...IN_A_HURRY]);
  process.env.TEST_MARIADB_URL = server.url;
  globalThis.testMariaDb = server;
}
