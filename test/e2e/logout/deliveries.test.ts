import { setTimeout as wait } from 'node:timers/promises';
import { AuditService } from '../../../src/audit/audit.service.js';
import { AUDIT_EVENTS } from '../../../src/audit/audit.types.js';
import { Sql } from '../../../src/database/sql.js';
import { BackchannelLogout } from '../../../src/oauth/logout/backchannel-logout.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { Clock } from '../../../src/kernel/clock.js';
import { Ids, idToBytes } from '../../../src/kernel/ids.js';
import { SessionsService } from '../../../src/users/sessions/sessions.service.js';
import { UsersService } from '../../../src/users/users.service.js';
import { aClient, aRealm, aUser, type BuiltUser } from '../../support/builders.js';
import { freshDatabase } from '../../support/database.js';
import { LogoutListener } from '../../support/logout-listener.js';
import { OidcParty, type SignedIn } from '../../support/oidc-party.js';
import { startServer, type TestServer } from '../../support/server.js';
import { BASIC_CLIENT } from '../conformance/basic.fixtures.js';

const REQUEST = { id: 'request-1', address: '192.0.2.1' };
const HOUR = 3600;

describe('what clients are told of ended sessions', () => {
  let listener: LogoutListener;
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let server: TestServer;
  let realm: Realm;
  let user: BuiltUser;
  let party: OidcParty;
  let signedIn: SignedIn;

  const start = (): Promise<TestServer> =>
    startServer({ databaseUrl: database.url, settings: { EGRESS_ALLOW: listener.authority } });

  beforeAll(async () => {
    listener = await LogoutListener.open();
    database = await freshDatabase();
    server = await start();
  });
  beforeEach(async () => {
    listener.notices.length = 0;
    listener.status = 200;
    realm = await aRealm(server);
    user = await aUser(server, realm);
    const client = await aClient(server, realm, { ...BASIC_CLIENT, backchannelLogoutUri: listener.uri });
    party = new OidcParty(server, realm, client);
    signedIn = await party.signIn(user);
  });
  afterAll(async () => {
    await server.close();
    await database.drop();
    listener.close();
  });

  const end = async (): Promise<void> => {
    const sid = String(signedIn.idToken['sid']);
    expect(await server.get(SessionsService).end(realm, sid, REQUEST)).toBe(true);
    await server.get(BackchannelLogout).settled(sid);
  };
  const retryAfter = async (seconds: number): Promise<void> => {
    server.advance(seconds);
    await server.get(BackchannelLogout).retry();
  };
  const waiting = async (): Promise<number> => {
    const [row] = await server.get(Sql).query<{ n: number }>('SELECT COUNT(*) AS n FROM logout_deliveries');
    return Number(row?.n);
  };
  const undelivered = async (): Promise<number> => {
    const filter = { type: AUDIT_EVENTS.logoutUndelivered };
    return (await server.get(AuditService).list(realm, filter, { limit: 10 })).items.length;
  };

  it('req 76: is told again after a failure, and no more once it was heard', async () => {
    listener.status = 503;
    await end();
    await retryAfter(1);
    expect(listener.notices).toHaveLength(1);
    listener.status = 204;
    await retryAfter(10);
    expect(listener.notices).toHaveLength(2);
    await retryAfter(HOUR);
    expect([listener.notices.length, await waiting()]).toEqual([2, 0]);
  });

  it('req 76: is given up after a bounded number of attempts, and recorded', async () => {
    listener.status = 500;
    await end();
    for (let attempt = 0; attempt < 10; attempt++) await retryAfter(HOUR);
    expect([listener.notices.length, await waiting(), await undelivered()]).toEqual([6, 0, 1]);
  });

  it('req 76: is not repeated to a client that has understood and refuses', async () => {
    listener.status = 400;
    await end();
    expect([listener.notices.length, await waiting(), await undelivered()]).toEqual([1, 0, 1]);
  });

  it('req 76: survives a restart of the server', async () => {
    listener.status = 503;
    await end();
    await server.close();
    server = await start();
    listener.status = 200;
    // The clock of the one before was ahead by all that these tests let pass.
    await retryAfter(48 * HOUR);
    expect([listener.notices.length, await waiting()]).toEqual([2, 0]);
  });

  it('is told by one node alone, however many look', async () => {
    listener.status = 503;
    await end();
    const other = await start();
    listener.status = 200;
    server.advance(HOUR);
    // What one of them has in hand is nobody else's for half a minute: by clocks that agree.
    other.advance((server.get(Clock).now() - other.get(Clock).now()) / 1000);
    await Promise.all([server, other].map((node) => node.get(BackchannelLogout).retry()));
    await other.close();
    expect(listener.notices).toHaveLength(2);
  });

  it('does not hold up the end of a server, however much waits', async () => {
    listener.status = 503;
    await end();
    const [row] = await server.get(Sql).query('SELECT * FROM logout_deliveries');
    const copies = Array.from({ length: 50 }, () => ({ ...row, id: idToBytes(server.get(Ids).next()) }));
    await server.get(Sql).insert('logout_deliveries', copies);
    const other = await start();
    other.advance((server.get(Clock).now() - other.get(Clock).now()) / 1000 + HOUR);
    listener.status = 204;
    listener.pause = wait(300);
    const round = other.get(BackchannelLogout).retry();
    await other.close();
    await round;
    listener.pause = Promise.resolve();
    expect(listener.notices.length).toBeLessThan(5);
    expect(await waiting()).toBeGreaterThan(45);
    await server.get(Sql).execute('DELETE FROM logout_deliveries');
  });

  it('req 67, 76: is never told to a private address that the operator has not named', async () => {
    const canary = await LogoutListener.open();
    const backchannelLogoutUri = `https://${canary.authority}/backchannel`;
    const client = await aClient(server, realm, { ...BASIC_CLIENT, backchannelLogoutUri });
    signedIn = await new OidcParty(server, realm, client).signIn(user);
    await end();
    canary.close();
    expect([canary.notices.length, await waiting()]).toEqual([0, 1]);
    expect((await party.oauth.refresh(client, signedIn.tokens['refresh_token'])).status).toBe(400);
  });

  it('req 76: is not waited for when it does not answer, and is told again', async () => {
    const before = await waiting();
    listener.pause = new Promise(() => undefined);
    await end();
    listener.pause = Promise.resolve();
    expect([listener.awaitedBy, await waiting()]).toEqual([0, before + 1]);
    expect((await party.refresh(signedIn.tokens)).status).toBe(400);
  });

  it('is told of a session that ends with a new password, and with its user', async () => {
    const sid = String(signedIn.idToken['sid']);
    await server.get(UsersService).update(realm, user.username, { password: 'another long password' });
    await server.get(BackchannelLogout).settled(sid);
    expect(listener.notices).toHaveLength(1);
    signedIn = await party.signIn({ ...user, password: 'another long password' });
    await server.get(UsersService).delete(realm, user.username);
    await server.get(BackchannelLogout).settled(String(signedIn.idToken['sid']));
    expect(listener.notices).toHaveLength(2);
  });
});
