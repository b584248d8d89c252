import { AuditService } from '../../../src/audit/audit.service.js';
import { RealmsService } from '../../../src/realms/realms.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { UsersService } from '../../../src/users/users.service.js';
import type { BuiltUser } from '../../support/builders.js';
import { withoutDatabase } from '../../support/database-down.js';
import type { Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { anOnesaitRealm, associate, clientOf, member } from './onesait-support.js';
import { OnesaitClient, pairOf } from './onesait.client.js';

describe('onesait', () => {
  let server: TestServer;
  let acme: Realm;
  let onesait: OnesaitClient;
  let count = 0;

  beforeAll(async () => {
    server = await startServer({ settings: { CLIENT_FAILURES_PER_ADDRESS: '5' } });
    acme = await anOnesaitRealm(server, 'acme', ['developer', 'auditor']);
    const branch = await anOnesaitRealm(server, 'branch', ['reader', 'writer']);
    await associate(server, acme, 'developer', branch, 'reader');
    onesait = clientOf(server, acme);
  });
  afterAll(() => server.close());

  const aMember = (roles = ['developer']): Promise<BuiltUser> => member(server, acme, `user-${++count}`, roles);

  describe('a pair', () => {
    it('is given again while it lives, with the seconds that are left, and the password is checked each time', async () => {
      const user = await aMember();
      const first = await onesait.pair(user, { scope: 'openid profile' });
      server.advance(100);
      const again = await onesait.pair(user, { scope: 'profile openid', vertical: 'other' });
      expect(again).toEqual({ ...first, expires_in: expect.any(Number) });
      expect(first.expires_in - again.expires_in).toBeGreaterThanOrEqual(100);
      expect((await onesait.login({ ...user, password: 'wrong' })).status).toBe(400);
    });

    it('is another one for another user, for another scope, and after its end', async () => {
      const [user, other] = [await aMember(), await aMember()];
      const pairs = [
        await onesait.pair(user),
        await onesait.pair(other),
        await onesait.pair(user, { scope: 'openid profile' }),
      ];
      server.advance(43_200);
      pairs.push(await onesait.pair(user));
      expect(new Set(pairs.map(({ access_token }) => access_token)).size).toBe(4);
    });

    it('ends with a change of the password', async () => {
      const user = await aMember();
      const { access_token, refresh_token } = await onesait.pair(user);
      await server.get(UsersService).update(acme, user.username, { password: 'another-long-password' });
      expect(await onesait.isLive(access_token)).toBe(false);
      expect((await onesait.refresh(refresh_token)).status).toBe(401);
      const next = await onesait.pair({ ...user, password: 'another-long-password' });
      expect(next.access_token).not.toBe(access_token);
    });

    it('is replaced by a refresh: the old access token dies, and a login gives the new pair', async () => {
      const user = await aMember();
      const first = await onesait.pair(user);
      const second = pairOf(await onesait.refresh(first.refresh_token));
      expect([await onesait.isLive(first.access_token), await onesait.isLive(second.access_token)]).toEqual([
        false,
        true,
      ]);
      expect((await onesait.pair(user)).access_token).toBe(second.access_token);
    });

    it('survives that a used refresh token is shown again, at once and at whichever endpoint', async () => {
      const user = await aMember();
      const first = await onesait.pair(user);
      const second = pairOf(await onesait.refresh(first.refresh_token));
      expect((await onesait.refresh(first.refresh_token)).status).toBe(401);
      const standard = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: first.refresh_token });
      const { status } = await fetch(`${server.issuer('acme')}/oauth/token`, {
        method: 'POST',
        body: standard,
        headers: { authorization: `Basic ${Buffer.from('acme:the-key-of-the-realm').toString('base64')}` },
      });
      expect(status).toBe(400);
      expect(await onesait.isLive(second.access_token)).toBe(true);
      expect((await onesait.refresh(second.refresh_token)).status).toBe(200);
    });

    it.each(['access_token', 'refresh_token'] as const)('ends whole with the revocation of its %s', async (name) => {
      const user = await aMember();
      const pair = await onesait.pair(user);
      expect((await onesait.revoke(pair[name])).body).toEqual({ access_token: pair[name], state: 'invalid_token' });
      expect((await onesait.revoke(pair[name])).body['error']).toBe('invalid_token');
      expect(await onesait.isLive(pair.access_token)).toBe(false);
      expect((await onesait.refresh(pair.refresh_token)).status).toBe(401);
      expect((await onesait.pair(user)).access_token).not.toBe(pair.access_token);
    });

    it('may be refreshed for less scope, and no more than was granted', async () => {
      const { refresh_token } = await onesait.pair(await aMember(), { scope: 'openid profile' });
      const { body } = await onesait.refresh(refresh_token, { scope: 'profile' });
      expect([body['scope'], body['grantType']]).toEqual(['profile', 'password']);
    });
  });

  describe('a login', () => {
    it('past the allowance reads like a wrong password, whatever was sent, and says nothing of the lock', async () => {
      const user = await aMember();
      const answers: Answer[] = [];
      for (let attempt = 0; attempt < 6; attempt++) answers.push(await onesait.login({ ...user, password: 'wrong' }));
      answers.push(await onesait.login(user));
      const texts = new Set(answers.map(({ status, text }) => `${status} ${text}`));
      const text = `{"error":"invalid_grant","error_description":"Authentication failed. Password incorrect for ${user.username}"}`;
      expect([...texts]).toEqual([`400 ${text}`]);
      server.advance(3600);
      expect((await onesait.login(user)).status).toBe(200);
    });

    it('by another spelling of the name is told by the stored one', async () => {
      const user = await aMember();
      const { body } = await onesait.login({ ...user, username: user.username.toUpperCase() });
      expect([body['name'], body['principal']]).toEqual([user.username, user.username]);
    });

    it('may name the realm in the form too, beside the header', async () => {
      const { status, body } = await onesait.login(await aMember(), { client_id: 'acme' });
      expect([status, body['clientId']]).toEqual([200, 'acme']);
    });

    it('of who is no member is on record', async () => {
      const user = await aMember([]);
      expect((await onesait.login(user)).status).toBe(403);
      const { items } = await server.get(AuditService).list(acme, { user: user.id }, { limit: 5 });
      expect(items).toMatchObject([
        { type: 'login.failed', clientId: 'acme', detail: { cause: 'no role in the realm' } },
      ]);
    });

    it('works with the default key while the realm has none of its own', async () => {
      const realm = await anOnesaitRealm(server, 'keyless', ['developer'], { key: undefined });
      await server.get(RealmsService).update('keyless', { key: null });
      const user = await member(server, realm, 'ada', ['developer']);
      expect((await new OnesaitClient(server.url, 'keyless', 'onesaitplatform').login(user)).status).toBe(200);
    });

    it('is as good as unknown where the realm is disabled', async () => {
      const realm = await anOnesaitRealm(server, 'closed', ['developer']);
      const user = await member(server, realm, 'ada', ['developer']);
      await server.get(RealmsService).update('closed', { enabled: false });
      const { status, body } = await clientOf(server, realm).login(user);
      expect([status, body]).toEqual([401, { error: 'unauthorized', error_description: 'Bad credentials' }]);
      const below = `${server.issuer('closed')}/dialects/onesait`;
      const refused = await clientOf(server, realm, below).login(user);
      expect([refused.status, Object.keys(refused.body)]).toEqual([404, ['error', 'error_description']]);
    });

    it("below one realm is not another realm's", async () => {
      const below = `${server.issuer('branch')}/dialects/onesait`;
      const { status, body } = await clientOf(server, acme, below).login(await aMember());
      expect([status, body['error_description']]).toEqual([401, 'Bad credentials']);
    });
  });

  it('tells in its own form that too many keys were guessed, and when to come again', async () => {
    const realm = await anOnesaitRealm(server, 'guessed');
    const guess = new OnesaitClient(server.url, realm.name, 'wrong');
    for (let attempt = 0; attempt < 6; attempt++) await guess.revoke('x');
    for (const answer of [await guess.check('x'), await guess.platformCheck('x'), await guess.revoke('x')]) {
      expect([answer.status, answer.body['error']]).toEqual([429, 'temporarily_unavailable']);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  it('answers 503 in its own form while the database is down, and loses nothing', async () => {
    const user = await aMember();
    const pair = await onesait.pair(user);
    const calls = [
      () => onesait.login(user),
      () => onesait.refresh(pair.refresh_token),
      () => onesait.check(pair.access_token),
      () => onesait.platformCheck(pair.access_token),
      () => onesait.revoke(pair.access_token),
    ];
    for (const call of calls) {
      const { status, headers, body } = await withoutDatabase(server, call);
      expect([status, Object.keys(body)]).toEqual([503, ['error', 'error_description']]);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await onesait.refresh(pair.refresh_token)).status).toBe(200);
  });

  it('req 27: writes no token, key or password into the log', async () => {
    const user = await aMember();
    const pair = await onesait.pair(user);
    await onesait.check(pair.access_token);
    await onesait.refresh(pair.refresh_token);
    await onesait.refresh(pair.refresh_token);
    const log = JSON.stringify(server.log);
    for (const secret of [pair.access_token, pair.refresh_token, user.password, 'the-key-of-the-realm'])
      expect(log).not.toContain(secret);
  });
});

describe('onesait with the statuses of plain Spring', () => {
  let server: TestServer;
  let onesait: OnesaitClient;
  let user: BuiltUser;

  beforeAll(async () => {
    server = await startServer({ settings: { DIALECT_ONESAIT_STATUSES: 'spring' } });
    const realm = await anOnesaitRealm(server, 'acme', ['developer']);
    user = await member(server, realm, 'ada', ['developer']);
    await member(server, realm, 'dora', ['developer']);
    await server.get(UsersService).update(realm, 'dora', { enabled: false });
    onesait = clientOf(server, realm);
  });
  afterAll(() => server.close());

  it('answers every invalid_grant with 400, and leaves the rest', async () => {
    const answers = [
      await onesait.login({ ...user, password: 'wrong' }),
      await onesait.login({ ...user, username: 'dora' }),
      await onesait.refresh('unknown'),
      await onesait.login({ ...user, username: 'nobody' }),
      await onesait.login(user, { scope: 'email' }),
    ];
    expect(answers.map(({ status, body }) => [status, body['error']])).toEqual([
      [400, 'invalid_grant'],
      [400, 'invalid_grant'],
      [400, 'invalid_grant'],
      [403, 'access_denied'],
      [401, 'invalid_scope'],
    ]);
  });
});
