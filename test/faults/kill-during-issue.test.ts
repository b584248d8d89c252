import { setTimeout as wait } from 'node:timers/promises';
import { freshDatabase } from '../support/database.js';
import { ServerProcess } from '../support/server-process.js';
import { integrityProblems } from './integrity.js';
import { makeTenant, type Tenant } from './tenant.js';
import { judgeAll, judgeRecent, Worker } from './workload.js';

/** `FAULT_KILLS=500` for the long run. */
const KILLS = Number(process.env.FAULT_KILLS ?? 20);
const WORKERS = 6;
const LONGEST_LIFE = 400;

describe('a server that is killed while it issues, refreshes and revokes', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let server: ServerProcess;
  let tenant: Tenant;

  beforeAll(async () => {
    database = await freshDatabase();
    server = await ServerProcess.start({ DATABASE_URL: database.url });
    tenant = await makeTenant(server, 'kills');
  }, 120_000);

  afterAll(async () => {
    await server?.dispose();
    await database?.drop();
  }, 60_000);

  it(
    `keeps every promise it made, ${KILLS} times over`,
    async () => {
      const workers = await Worker.signInAll(tenant.opaque, WORKERS);
      for (let kill = 0; kill < KILLS; kill += 1) {
        const working = workers.map((worker) => worker.run());
        await wait(Math.random() * LONGEST_LIFE);
        await server.kill();
        await Promise.all(working);
        expect(await integrityProblems(database.url)).toEqual([]);
        await server.restart();
        expect(await judgeRecent(tenant.opaque, workers)).toEqual([]);
      }
      expect(await judgeAll(tenant.opaque, workers)).toEqual([]);
      expect(workers.flatMap(({ judged }) => judged).length).toBeGreaterThan(KILLS);
    },
    KILLS * 15_000,
  );
});
