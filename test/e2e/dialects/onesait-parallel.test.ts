import { AuditService } from '../../../src/audit/audit.service.js';
import { Sql } from '../../../src/database/sql.js';
import { idToBytes } from '../../../src/kernel/ids.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { atOnce } from '../../support/at-once.js';
import type { BuiltUser } from '../../support/builders.js';
import { startServer, type TestServer } from '../../support/server.js';
import { anOnesaitRealm, clientOf, member } from './onesait-support.js';
import { pairOf, type OnesaitClient } from './onesait.client.js';

describe('onesait, of many requests at once', () => {
  let server: TestServer;
  let realm: Realm;
  let user: BuiltUser;
  let onesait: OnesaitClient;

  beforeAll(async () => {
    server = await startServer({ settings: { LOGIN_FAILURES_PER_ADDRESS: '1000' } });
    realm = await anOnesaitRealm(server, 'acme', ['developer']);
    user = await member(server, realm, 'ada', ['developer']);
    onesait = clientOf(server, realm);
  });
  afterAll(() => server.close());

  it('gives one pair to many first logins, and leaves no other grant behind', async () => {
    const pairs = await atOnce(24, () => onesait.pair(user));
    expect(new Set(pairs.map(({ access_token, refresh_token }) => access_token + refresh_token)).size).toBe(1);
    expect(await liveGrants()).toBe(1);
  });

  it.each([1, 2, 3])('lets one of 200 refreshes of a token win, round %d, and the others harm nothing', async () => {
    const { refresh_token } = await onesait.pair(user);
    const answers = await atOnce(200, () => onesait.refresh(refresh_token));
    const [winner, ...others] = answers.filter(({ status }) => status === 200);
    expect(others).toEqual([]);
    const refusals = new Set(
      answers.filter(({ status }) => status !== 200).map(({ status, text }) => `${status} ${text}`),
    );
    const text = `{"error":"invalid_grant","error_description":"Invalid refresh token: ${refresh_token}"}`;
    expect([...refusals]).toEqual([`401 ${text}`]);
    const next = pairOf(winner!);
    expect(await onesait.isLive(next.access_token)).toBe(true);
    expect((await onesait.pair(user)).refresh_token).toBe(next.refresh_token);
  });

  it('lets one of many revocations win, and records it once', async () => {
    const { access_token } = await onesait.pair(user);
    const answers = await atOnce(20, () => onesait.revoke(access_token));
    expect(answers.filter(({ body }) => body['state'] === 'invalid_token')).toHaveLength(1);
    expect(answers.filter(({ body }) => body['error'] === 'invalid_token')).toHaveLength(19);
    const { items } = await server.get(AuditService).list(realm, { type: 'grant.revoked' }, { limit: 50 });
    expect(items).toHaveLength(1);
  });

  it('revokes what a refresh issues at the same time, or leaves it alone and says so', async () => {
    for (let round = 0; round < 10; round++) {
      const pair = await onesait.pair(user);
      const [refreshed, revoked] = await Promise.all([
        onesait.refresh(pair.refresh_token),
        onesait.revoke(pair.access_token),
      ]);
      const ended = revoked.body['state'] === 'invalid_token';
      const next = refreshed.status === 200 ? pairOf(refreshed).access_token : null;
      expect([await onesait.isLive(pair.access_token), next !== null && (await onesait.isLive(next))]).toEqual([
        false,
        !ended,
      ]);
    }
  });

  async function liveGrants(): Promise<number> {
    const statement = 'SELECT COUNT(*) AS n FROM grants WHERE realmId = ? AND revokedAt IS NULL';
    const [row] = await server.get(Sql).query<{ n: number }>(statement, [idToBytes(realm.id)]);
    return Number(row?.n);
  }
});
