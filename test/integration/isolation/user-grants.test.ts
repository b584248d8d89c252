import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids, idToBytes } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import type { RealmRef } from '../../../src/database/realm-ref.js';
import { toGrantRow } from '../../../src/tokens/grant.mapper.js';
import { UserGrantsRepository } from '../../../src/tokens/user-grants.repository.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

describe('grants of a user', () => {
  const ids = new Ids(new SystemClock(), new SystemRandom());
  const [userId, sessionId, clientId] = [ids.next(), ids.next(), ids.next()];
  let node: TwoRealms;
  let grants: UserGrantsRepository;

  async function aGrant(realm: RealmRef, client = clientId): Promise<string> {
    const grant = { id: ids.next(), clientId: client, userId, scope: ['openid'], resources: [], sessionId };
    const times = { createdAt: 1, expiresAt: 100, revokedAt: null };
    const { table, row } = toGrantRow(realm, { ...grant, generation: 0, policy: {}, attributes: {}, ...times });
    await node.sql.insert(table, [row]);
    return grant.id;
  }
  const liveIn = async (realm: RealmRef): Promise<number> =>
    (await node.sql.query('SELECT id FROM grants WHERE realmId = ? AND revokedAt IS NULL', [idToBytes(realm.id)]))
      .length;

  beforeAll(async () => {
    node = await openTwoRealms();
    grants = new UserGrantsRepository(node.sql);
  });
  beforeEach(async () => {
    for (const realm of [node.here, node.there]) await aGrant(realm);
  });
  afterEach(() => node.sql.execute('DELETE FROM grants'));
  afterAll(() => node.close());

  isolates('UserGrantsRepository.clientsOfSession', async () => {
    await aGrant(node.there, ids.next());
    expect(await grants.clientsOfSession(node.here, userId, sessionId)).toEqual([clientId]);
  });

  isolates('UserGrantsRepository.revokeOnline', async () => {
    expect(await grants.revokeOnline(node.here, userId, sessionId, 5)).toBe(1);
    expect([await liveIn(node.here), await liveIn(node.there)]).toEqual([0, 1]);
  });

  isolates('UserGrantsRepository.revokeOfClient', async () => {
    expect(await grants.revokeOfClient(node.here, userId, clientId, 5)).toBe(1);
    expect([await liveIn(node.here), await liveIn(node.there)]).toEqual([0, 1]);
  });
});
