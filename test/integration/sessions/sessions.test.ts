import { Sql } from '../../../src/database/sql.js';
import { Transaction } from '../../../src/database/transaction.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { SessionsModule } from '../../../src/users/sessions/sessions.module.js';
import { SessionsService } from '../../../src/users/sessions/sessions.service.js';
import type { SessionStart, StartedSession } from '../../../src/users/sessions/session.types.js';
import { UsersService } from '../../../src/users/users.service.js';
import { PrunerService } from '../../../src/tokens/pruner.service.js';
import { TokensModule } from '../../../src/tokens/tokens.module.js';
import { type Domain, freshDomain } from '../../support/domain.js';
import { aTenant, REQUEST, Tenant } from '../../support/tenant.js';

const MINUTE = 60;

describe('browser sessions', () => {
  let domain: Domain;
  let sessions: SessionsService;
  let tenant: Tenant;
  let realm: Realm;

  beforeAll(async () => {
    domain = await freshDomain({ modules: [TokensModule, SessionsModule] });
    sessions = domain.get(SessionsService);
  });
  beforeEach(async () => {
    domain.clock.advance(1);
    tenant = await aTenant(domain, { realm: { sessionIdleSeconds: 30 * MINUTE, sessionMaxSeconds: 600 * MINUTE } });
    realm = await tenant.realm();
    domain.clock.advance(1);
  });
  afterAll(() => domain.close());

  async function signIn(more: Partial<SessionStart> = {}): Promise<StartedSession> {
    const start = { at: domain.clock.now(), request: REQUEST, amr: ['pwd'], userAgent: 'A browser', ...more };
    return sessions.start(realm, await tenant.user(), start);
  }
  const isLive = async ({ value }: StartedSession): Promise<boolean> => (await sessions.find(realm, value)) !== null;

  it('are found by their value, and are nothing in another realm', async () => {
    const started = await signIn();
    expect(started.value).toMatch(/^rgs_[\w-]{43}$/);
    expect(await sessions.find(realm, started.value)).toEqual(started.session);
    const elsewhere = await (await aTenant(domain)).realm();
    expect(await sessions.find(elsewhere, started.value)).toBeNull();
    expect(await sessions.findById(elsewhere, started.session.id)).toBeNull();
  });

  it.each(['', 'rgs_', 'nonsense', `rgs_${'a'.repeat(43)}`, `rga_${'a'.repeat(51)}`])(
    'req 22: %j is no session',
    async (value) => {
      await signIn();
      expect(await sessions.find(realm, value)).toBeNull();
    },
  );

  it('req 22: are stored under the hash of their value alone', async () => {
    const { value } = await signIn();
    const rows = await domain.get(Sql).query('SELECT * FROM sessions');
    expect(JSON.stringify(rows)).not.toContain(value.slice(4));
  });

  it('req 22: get another value when the same user signs in anew, and keep their public id', async () => {
    const before = await signIn();
    domain.clock.advance(MINUTE);
    const after = await signIn({ replaces: before.session });
    expect(after.value).not.toBe(before.value);
    expect(await isLive(before)).toBe(false);
    expect(await sessions.find(realm, after.value)).toMatchObject({
      id: before.session.id,
      createdAt: before.session.createdAt,
      authTime: before.session.authTime + MINUTE * 1000,
    });
  });

  it('req 22: end when another user signs in at the same browser', async () => {
    const before = await signIn();
    const tokens = await tenant.startGrant({ sessionId: before.session.id });
    const other = await domain.get(UsersService).create(realm, { username: 'eve', password: 'a password of her own' });
    const start = { at: domain.clock.now(), request: REQUEST, amr: ['pwd'], replaces: before.session };
    const after = await sessions.start(realm, other, start);
    expect([await isLive(before), await tenant.isLive(tokens.accessToken)]).toEqual([false, false]);
    expect(after.session.id).not.toBe(before.session.id);
    expect(await sessions.find(realm, after.value)).toMatchObject({ userId: other.id });
  });

  it('go on while they are used, and end when they are left', async () => {
    const started = await signIn();
    for (let visit = 0; visit < 4; visit++) {
      domain.clock.advance(20 * MINUTE);
      expect(await isLive(started)).toBe(true);
    }
    domain.clock.advance(30 * MINUTE);
    expect(await isLive(started)).toBe(false);
  });

  it('write down a visit once a minute at most', async () => {
    const started = await signIn();
    const seen = async (): Promise<number> => (await sessions.find(realm, started.value))!.lastSeenAt;
    domain.clock.advance(59);
    expect(await seen()).toBe(started.session.lastSeenAt);
    domain.clock.advance(1);
    expect(await seen()).toBe(started.session.lastSeenAt + MINUTE * 1000);
  });

  it('have an absolute end, however much they are used', async () => {
    const started = await signIn();
    for (let visit = 0; visit < 29; visit++) {
      domain.clock.advance(20 * MINUTE);
      expect(await isLive(started)).toBe(true);
    }
    domain.clock.advance(20 * MINUTE);
    expect(await isLive(started)).toBe(false);
  });

  it('obey lifetimes that are shortened while they run', async () => {
    const started = await signIn();
    domain.clock.advance(10 * MINUTE);
    await tenant.changeRealm({ sessionIdleSeconds: 5 * MINUTE });
    realm = await tenant.realm();
    expect(await isLive(started)).toBe(false);
  });

  it('leave their grants alone when they merely expire', async () => {
    const { session } = await signIn();
    const tokens = await tenant.startGrant({ sessionId: session.id });
    domain.clock.advance(31 * MINUTE);
    expect(await tenant.isLive(tokens.accessToken)).toBe(true);
  });

  it('req 60: end their online grants when they are ended, and no others', async () => {
    const [one, other] = [await signIn(), await signIn()];
    const online = await tenant.startGrant({ sessionId: one.session.id });
    const offline = await tenant.startGrant({ sessionId: one.session.id, scope: ['openid', 'offline_access'] });
    const elsewhere = await tenant.startGrant({ sessionId: other.session.id });
    const ofNone = await tenant.startGrant();
    expect(await sessions.end(realm, one.session.id, REQUEST)).toBe(true);
    expect(await sessions.end(realm, one.session.id, REQUEST)).toBe(false);
    const all = [online, offline, elsewhere, ofNone];
    const live = await Promise.all(all.map(({ accessToken }) => tenant.isLive(accessToken)));
    expect(live).toEqual([false, true, true, true]);
    await expect(tenant.refresh(online.refreshToken)).rejects.toMatchObject({ code: 'invalid_grant' });
    await tenant.refresh(offline.refreshToken);
    expect([await isLive(one), await isLive(other)]).toEqual([false, true]);
  });

  it('are all ended at once, but for one if that is wished', async () => {
    const [one, two, three] = [await signIn(), await signIn(), await signIn()];
    const { id } = await tenant.user();
    expect((await sessions.list(realm, id, { limit: 10 })).items).toHaveLength(3);
    expect(await sessions.endAllOf(realm, id, REQUEST, two.session.id)).toBe(2);
    expect([await isLive(one), await isLive(two), await isLive(three)]).toEqual([false, true, false]);
    expect(await sessions.endAllOf(realm, id, REQUEST)).toBe(1);
  });

  it('req 60: end with a new password, and with the user', async () => {
    const started = await signIn();
    domain.clock.advance(1);
    await tenant.changeUser({ password: 'another long password' });
    expect(await isLive(started)).toBe(false);
    domain.clock.advance(1);
    const next = await signIn();
    await domain.get(UsersService).delete(realm, tenant.username);
    expect(await isLive(next)).toBe(false);
  });

  it('req 60: are over while their user is disabled', async () => {
    const started = await signIn();
    await tenant.changeUser({ enabled: false });
    expect(await isLive(started)).toBe(false);
    expect((await sessions.list(realm, started.session.userId, { limit: 10 })).items).toEqual([]);
  });

  it('req 61: are over for a notBefore of realm or user at or after the sign-in', async () => {
    const started = await signIn();
    await tenant.changeRealm({ notBefore: domain.clock.now() });
    realm = await tenant.realm();
    expect(await isLive(started)).toBe(false);
  });

  it('cannot be ended between what is begun in them and its commit', async () => {
    const { session } = await signIn();
    const { id } = session;
    const begun = domain.get(Transaction).run(async () => {
      if (!(await sessions.hold(realm, id, domain.clock.now()))) return null;
      return tenant.startGrant({ sessionId: id });
    });
    const [tokens] = await Promise.all([begun, sessions.end(realm, id, REQUEST)]);
    expect(tokens === null || !(await tenant.isLive(tokens.accessToken))).toBe(true);
    expect(await sessions.hold(realm, id, domain.clock.now())).toBe(false);
  });

  it('that 20 try to end at a time are ended by one', async () => {
    const { session } = await signIn();
    const ends = await Promise.all(Array.from({ length: 20 }, () => sessions.end(realm, session.id, REQUEST)));
    expect(ends.filter(Boolean)).toHaveLength(1);
  });

  it('req 89: are two hundred for one user at most: the next one ends the oldest', async () => {
    const next = (): Promise<StartedSession> => {
      domain.clock.advance(1);
      return signIn();
    };
    const [first, second] = [await next(), await next()];
    for (let count = 2; count < 200; count++) await next();
    expect(await isLive(first)).toBe(true);
    await next();
    expect([await isLive(first), await isLive(second)]).toEqual([false, true]);
  });

  it('are pruned once they have reached their absolute end', async () => {
    const { session } = await signIn();
    const rows = (): Promise<number> =>
      tenant.count('sessions', 'valueHash IS NOT NULL AND createdAt = ?', [session.createdAt]);
    await domain.get(PrunerService).prune();
    expect(await rows()).toBe(1);
    domain.clock.advance(600 * MINUTE);
    await domain.get(PrunerService).prune();
    expect(await rows()).toBe(0);
  });
});
