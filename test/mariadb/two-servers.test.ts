import { setTimeout as wait } from 'node:timers/promises';
import { freshMariaDb } from '../support/database.js';
import { TestMariaDb } from '../support/mariadb.js';
import { ServerProcess } from '../support/server-process.js';
import { clientsOf, makeTenant, type Tenant, USER } from '../faults/tenant.js';

describe('two servers over one database', () => {
  let mariadb: TestMariaDb;
  let servers: [ServerProcess, ServerProcess];
  let here: Tenant;
  let there: Omit<Tenant, 'admin'>;

  beforeAll(async () => {
    mariadb = await TestMariaDb.start();
    const { url } = await freshMariaDb(mariadb.url);
    const env = { DATABASE_URL: url, PUBLIC_URL: 'https://id.example.com' };
    servers = await Promise.all([ServerProcess.start(env), ServerProcess.start(env)]);
    here = await makeTenant(servers[0], 'shared');
    there = clientsOf(servers[1], 'shared');
  }, 180_000);

  afterAll(async () => {
    await Promise.all((servers ?? []).map((server) => server.dispose()));
    await mariadb?.remove();
  }, 60_000);

  /** A user signs in at the first server; the second has seen both tokens alive. */
  async function signIn(): Promise<{ access: string; refresh: string }> {
    const { body } = await here.opaque.password(USER.username, USER.password);
    const [access, refresh] = [String(body.access_token), String(body.refresh_token)];
    expect(await there.opaque.isActive(access)).toBe(true);
    expect(await there.opaque.isActive(refresh)).toBe(true);
    return { access, refresh };
  }

  async function refusedThere({ access, refresh }: { access: string; refresh: string }): Promise<void> {
    expect(await there.opaque.isActive(access)).toBe(false);
    expect(await there.opaque.isActive(refresh)).toBe(false);
    expect((await there.opaque.refresh(refresh)).body.error).toBe('invalid_grant');
  }

  it('make one administrator when they start at once on an empty database', async () => {
    const { body } = await here.admin.get('/realms/master/clients');
    const ids = (body.items as { clientId: string }[]).map(({ clientId }) => clientId);
    expect(ids.sort()).toEqual(['master', 'realmgate-admin']);
  });

  it.each(['opaque', 'jwt'] as const)('the other refuses a revoked %s token at once', async (format) => {
    const { body } = await here[format].clientCredentials();
    const token = String(body.access_token);
    expect(await there[format].isActive(token)).toBe(true);
    await here[format].revoke(token);
    expect(await there[format].isActive(token)).toBe(false);
  });

  it('the other refuses a whole grant whose refresh token was revoked', async () => {
    const tokens = await signIn();
    await here.opaque.revoke(tokens.refresh);
    await refusedThere(tokens);
  });

  it('the other refuses what a disabled user holds at once', async () => {
    const tokens = await signIn();
    await here.admin.patch(`/realms/shared/users/${USER.username}`, { enabled: false });
    await refusedThere(tokens);
    await here.admin.patch(`/realms/shared/users/${USER.username}`, { enabled: true });
  });

  it('the other refuses a disabled client at once', async () => {
    await here.admin.patch('/realms/shared/clients/jwt', { enabled: false });
    const { status, body } = await there.jwt.clientCredentials();
    expect({ status, error: body.error }).toEqual({ status: 401, error: 'invalid_client' });
    await here.admin.patch('/realms/shared/clients/jwt', { enabled: true });
    expect((await there.jwt.clientCredentials()).status).toBe(200);
  });

  it('the other does not know a disabled realm at once', async () => {
    await here.admin.patch('/realms/shared', { enabled: false });
    expect((await there.opaque.clientCredentials()).status).toBe(404);
    expect((await there.opaque.get('/jwks')).status).toBe(404);
    await here.admin.patch('/realms/shared', { enabled: true });
    expect((await there.opaque.clientCredentials()).status).toBe(200);
  });

  it('the other refuses a token that has expired', async () => {
    await here.admin.patch('/realms/shared/clients/opaque', { accessTokenValiditySeconds: 2 });
    const { body } = await here.opaque.clientCredentials();
    const token = String(body.access_token);
    expect(await there.opaque.isActive(token)).toBe(true);
    await wait(2100);
    expect(await there.opaque.isActive(token)).toBe(false);
  });

  it('one refresh token that both are asked for at once has one successor', async () => {
    const { refresh } = await signIn();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, turn) => (turn % 2 === 0 ? here : there).opaque.refresh(refresh)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(1);
  });
});
