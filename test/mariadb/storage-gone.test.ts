import { setTimeout as wait } from 'node:timers/promises';
import { freshMariaDb } from '../support/database.js';
import { TestMariaDb } from '../support/mariadb.js';
import { ServerProcess } from '../support/server-process.js';
import type { Answer } from '../faults/oauth-calls.js';
import { makeTenant, type Tenant, USER } from '../faults/tenant.js';

/** A connection is given up after two seconds and a statement after a few: an answer beyond that means a hang. */
const PATIENCE_MS = 15_000;
const RECOVERY_MS = 30_000;

const ALWAYS_SERVED = ['/jwks', '/.well-known/openid-configuration'];

describe('a server whose database is gone', () => {
  let mariadb: TestMariaDb;
  let server: ServerProcess;
  let tenant: Tenant;

  beforeAll(async () => {
    mariadb = await TestMariaDb.start();
    const database = await freshMariaDb(mariadb.url);
    server = await ServerProcess.start({ DATABASE_URL: database.url });
    tenant = await makeTenant(server, 'outage');
  }, 120_000);

  afterAll(async () => {
    mariadb?.thaw();
    await server?.dispose();
    await mariadb?.remove();
  }, 60_000);

  describe.each([
    { fault: 'stopped', begin: () => mariadb.stop(), end: () => mariadb.restart() },
    { fault: 'killed', begin: () => mariadb.kill(), end: () => mariadb.restart() },
    { fault: 'frozen', begin: () => mariadb.freeze(), end: async () => mariadb.thaw() },
  ])('because it is $fault', ({ begin, end }) => {
    let refreshToken: string;
    let accessToken: string;

    beforeAll(async () => {
      const login = await tenant.opaque.password(USER.username, USER.password);
      refreshToken = String(login.body.refresh_token);
      accessToken = String(login.body.access_token);
      for (const path of ALWAYS_SERVED) expect((await tenant.opaque.get(path)).status).toBe(200);
      await begin();
    }, 60_000);

    it.each([
      { request: 'a JWT', send: () => tenant.jwt.clientCredentials() },
      { request: 'an opaque token', send: () => tenant.opaque.clientCredentials() },
      { request: 'a refresh', send: () => tenant.opaque.refresh(refreshToken) },
      { request: 'an introspection', send: () => tenant.opaque.introspect(accessToken) },
      { request: 'a revocation', send: () => tenant.opaque.revoke(accessToken) },
    ])(
      'answers 503 with Retry-After to $request, soon and without a verdict',
      async ({ send }) => {
        const start = performance.now();
        const { status, body, retryAfter } = await send();
        expect({ status, error: body.error }).toEqual({ status: 503, error: 'temporarily_unavailable' });
        expect(Number(retryAfter)).toBeGreaterThan(0);
        expect(performance.now() - start).toBeLessThan(PATIENCE_MS);
      },
      PATIENCE_MS * 2,
    );

    it.each(ALWAYS_SERVED)(
      'serves %s as it was read last',
      async (path) => {
        expect((await tenant.opaque.get(path)).status).toBe(200);
      },
      PATIENCE_MS * 2,
    );

    it(
      'is alive, but not ready',
      async () => {
        expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
        expect((await fetch(`${server.url}/health/ready`)).status).toBe(503);
      },
      PATIENCE_MS * 2,
    );

    it(
      'is back at work by itself when the database is, and has forgotten and consumed nothing',
      async () => {
        await end();
        expect((await eventually(() => tenant.opaque.clientCredentials())).status).toBe(200);
        expect((await eventually(() => tenant.jwt.clientCredentials())).status).toBe(200);
        expect(await tenant.opaque.isActive(accessToken)).toBe(true);
        expect((await tenant.opaque.refresh(refreshToken)).status).toBe(200);
      },
      RECOVERY_MS * 2,
    );
  });
});

/** The first answer other than 503 within the time that a recovery may take. */
async function eventually(send: () => Promise<Answer>): Promise<Answer> {
  const giveUp = performance.now() + RECOVERY_MS;
  for (;;) {
    const answer = await send();
    if (answer.status !== 503 || performance.now() > giveUp) return answer;
    await wait(200);
  }
}
