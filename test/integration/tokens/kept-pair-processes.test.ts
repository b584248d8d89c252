import { idToBytes } from '../../../src/kernel/ids.js';
import type { Domain } from '../../support/domain.js';
import { keepPair, openPairNode, type Pair, type PairNode, type Report } from '../../support/pair-node.js';
import { aTenant, freshTokenDomain, type Tenant } from '../../support/tenant.js';

const ROUNDS = 15;
const MANY = { times: 10, rounds: 3 };

/** Three processes: two that work at the same time, and this one, which looks at what they leave. */
describe('a kept pair that two processes ask for', () => {
  let domain: Domain;
  let nodes: [PairNode, PairNode];
  let tenant: Tenant;
  beforeAll(async () => {
    domain = await freshTokenDomain();
    nodes = (await Promise.all([openPairNode(domain.url), openPairNode(domain.url)])) as [PairNode, PairNode];
  });
  beforeEach(async () => {
    tenant = await aTenant(domain, { client: { accessTokenFormat: 'opaque' } });
  });
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    await domain.close();
  });

  const given = ({ pairs, error }: Report): readonly Pair[] => {
    expect(error).toBeUndefined();
    return pairs;
  };
  const keepMany = async (node: PairNode): Promise<readonly Pair[]> =>
    given(await node.obey({ realm: tenant.realmName, keep: MANY }));
  const distinct = (pairs: readonly Pair[]): Set<string> => new Set(pairs.map((pair) => JSON.stringify(pair)));
  const rows = async (table: string): Promise<number> =>
    tenant.count(table, 'realmId = ?', [idToBytes((await tenant.realm()).id)]);

  it('for the first time at once is one, and leaves one grant', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      tenant = await aTenant(domain);
      const pairs = (await Promise.all(nodes.map(keepMany))).flat();
      expect([pairs.length, distinct(pairs).size]).toEqual([2 * MANY.times * MANY.rounds, 1]);
      expect([await rows('grants'), await rows('kept_pairs')]).toEqual([1, 1]);
    }
  });

  it('is the old one or the new one while it is refreshed, and then the new one for all', async () => {
    let last = await keepPair(tenant);
    for (let round = 0; round < ROUNDS; round++) {
      const [pairs, refreshed] = await Promise.all([
        keepMany(nodes[0]),
        nodes[1].obey({ realm: tenant.realmName, refresh: last.refreshToken }),
      ]);
      const [next] = given(refreshed) as [Pair];
      const seen = distinct([...pairs, last, next]);
      expect(seen).toEqual(distinct([last, next]));
      expect(await keepPair(tenant)).toEqual(next);
      last = next;
    }
    expect([await rows('grants'), await rows('kept_pairs')]).toEqual([1, 1]);
  });

  it.each(['accessToken', 'refreshToken'] as const)(
    'is another one once its %s is revoked, and there is only one other',
    async (which) => {
      let last = await keepPair(tenant);
      for (let round = 0; round < ROUNDS; round++) {
        const [pairs, revoked] = await Promise.all([
          keepMany(nodes[0]),
          nodes[1].obey({ realm: tenant.realmName, revoke: last[which] }),
        ]);
        given(revoked);
        const next = await keepPair(tenant);
        expect(next.accessToken).not.toBe(last.accessToken);
        expect([await tenant.isLive(last.accessToken), await tenant.isLive(next.accessToken)]).toEqual([false, true]);
        expect(distinct([...pairs, last, next])).toEqual(distinct([last, next]));
        last = next;
      }
      expect(await rows('kept_pairs')).toBe(1);
    },
  );
});
