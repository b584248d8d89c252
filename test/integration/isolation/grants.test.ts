import { sha256 } from '../../../src/kernel/digest.js';
import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids, idToBytes } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import { toGrantRow } from '../../../src/tokens/grant.mapper.js';
import type { Grant } from '../../../src/tokens/grant.types.js';
import { GrantsRepository, type NewestPair } from '../../../src/tokens/grants.repository.js';
import { KeptPairsRepository, type PairPlace } from '../../../src/tokens/kept-pairs.repository.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

const NOW = 1_000;
const LATER = 10_000;

const random = new SystemRandom();
const ids = new Ids(new SystemClock(), random);
let node: TwoRealms;
let grants: GrantsRepository;
let pairs: KeptPairsRepository;
beforeAll(async () => {
  node = await openTwoRealms();
  grants = new GrantsRepository(node.sql);
  pairs = new KeptPairsRepository(node.sql);
});
afterAll(() => node.close());

/** A grant of one and the same user and client in each of the two realms. */
async function twoGrants(): Promise<{ mine: string; theirs: string; userId: string; clientId: string }> {
  const [userId, clientId] = [ids.next(), ids.next()];
  const grant = (): Grant => ({
    id: ids.next(),
    clientId,
    userId,
    scope: [],
    resources: [],
    sessionId: null,
    generation: 0,
    policy: {},
    attributes: {},
    createdAt: NOW,
    expiresAt: LATER,
    revokedAt: null,
  });
  const [mine, theirs] = [grant(), grant()];
  await node.groupCommit.add([toGrantRow(node.here, mine), toGrantRow(node.there, theirs)]);
  return { mine: mine.id, theirs: theirs.id, userId, clientId };
}

isolates('GrantsRepository.find', async () => {
  const { mine, theirs } = await twoGrants();
  expect(await grants.find(node.here, mine)).not.toBeNull();
  expect(await grants.find(node.here, theirs)).toBeNull();
});

isolates('GrantsRepository.advance', async () => {
  const { mine, theirs } = await twoGrants();
  const advanced = node.transaction.runWith(({ statements }) =>
    grants.advance(statements, [node.here], [mine, theirs], NOW),
  );
  expect(await advanced).toEqual([mine]);
  expect(await grants.find(node.here, mine)).toMatchObject({ generation: 1 });
  expect(await grants.find(node.there, theirs)).toMatchObject({ generation: 0 });
});

isolates('GrantsRepository.confirm', async () => {
  const { mine, theirs } = await twoGrants();
  const confirmed = (id: string) => ({ id, expiresAt: LATER + 1, policy: {}, attributes: { kept: true } });
  expect(await grants.confirm(node.here, confirmed(theirs), NOW)).toBe(false);
  expect(await grants.confirm(node.here, confirmed(mine), NOW)).toBe(true);
  expect(await grants.find(node.here, mine)).toMatchObject({ expiresAt: LATER + 1, attributes: { kept: true } });
  expect(await grants.find(node.there, theirs)).toMatchObject({ expiresAt: LATER, attributes: {} });
  await grants.revoke(node.here, mine, NOW);
  expect(await grants.confirm(node.here, confirmed(mine), NOW)).toBe(false);
});

it('GrantsRepository.advance keeps the pairs that it is given, each with its grant, and of the others nothing', async () => {
  const [one, other] = [await twoPairs(), await twoPairs()];
  const newest = [
    { grantId: one.mine, sealed: 'newest' },
    { grantId: one.theirs, sealed: 'newest' },
  ];
  const advanced = node.transaction.runWith(({ statements }) =>
    grants.advance(statements, [node.here], [one.mine, one.theirs, other.mine], NOW, newest),
  );
  expect(await advanced).toEqual([one.mine, other.mine].sort());
  expect([await one.keptOf(one.mine), await one.keptOf(one.theirs)]).toEqual(['newest', one.sealed(one.theirs)]);
  expect(await one.keptOf(other.mine)).toBeNull();
});

isolates('GrantsRepository.revoke', async () => {
  const { mine, theirs } = await twoGrants();
  expect(await grants.revoke(node.here, theirs, NOW)).toBe(false);
  expect(await grants.revoke(node.here, mine, NOW)).toBe(true);
  expect(await grants.find(node.there, theirs)).toMatchObject({ revokedAt: null });
});

isolates('GrantsRepository.revokeAllOfUser', async () => {
  const { theirs, userId } = await twoGrants();
  expect(await grants.revokeAllOfUser(node.here, userId, NOW)).toBe(1);
  expect(await grants.find(node.there, theirs)).toMatchObject({ revokedAt: null });
});

isolates('GrantsRepository.page', async () => {
  const { mine, userId, clientId } = await twoGrants();
  for (const filter of [{ userId }, { clientId }]) {
    const { items } = await grants.page(node.here, filter, NOW, { limit: 10 });
    expect(items.map(({ id }) => id)).toEqual([mine]);
  }
});

isolates('GrantsRepository.deleteAllOf', async () => {
  const { mine, theirs } = await twoGrants();
  await grants.deleteAllOf(node.here);
  expect(await grants.find(node.here, mine)).toBeNull();
  expect(await grants.find(node.there, theirs)).not.toBeNull();
});

/** A grant of one and the same user in each of the two realms, with what is kept of it. */
async function twoPairs() {
  const { mine, theirs, userId } = await twoGrants();
  const sealed = (id: string): string => `1:sealed of ${id}`;
  const pairsOf = (...all: string[]): NewestPair[] => all.map((grantId) => ({ grantId, sealed: sealed(grantId) }));
  await keepPairs(mine, theirs);
  const keptOf = async (id: string): Promise<string | null> => {
    const [row] = await node.sql.query<{ keptPair: string | null }>('SELECT keptPair FROM grants WHERE id = ?', [
      idToBytes(id),
    ]);
    return row?.keptPair ?? null;
  };
  return { mine, theirs, userId, sealed, pairsOf, keptOf };

  async function keepPairs(...all: string[]): Promise<void> {
    const statement = 'UPDATE grants SET keptPair = ? WHERE id = ?';
    for (const id of all) await node.sql.execute(statement, [sealed(id), idToBytes(id)]);
  }
}

isolates('GrantsRepository.giveUpPair', async () => {
  const { mine, theirs, sealed, keptOf } = await twoPairs();
  expect(await grants.giveUpPair(node.here, theirs, 0)).toBe(false);
  expect(await grants.giveUpPair(node.here, mine, 1)).toBe(false);
  expect(await grants.giveUpPair(node.here, mine, 0)).toBe(true);
  expect([await keptOf(mine), await keptOf(theirs)]).toEqual([null, sealed(theirs)]);
  expect(await grants.giveUpPair(node.here, mine, 0)).toBe(true);
});

isolates('GrantsRepository.erasePair', async () => {
  const { mine, theirs, sealed, keptOf } = await twoPairs();
  await grants.erasePair(node.here, theirs, 0);
  await grants.erasePair(node.here, mine, 1);
  expect([await keptOf(mine), await keptOf(theirs)]).toEqual([sealed(mine), sealed(theirs)]);
  await grants.erasePair(node.here, mine, 0);
  expect(await keptOf(mine)).toBeNull();
});

isolates('GrantsRepository.erasePairsOfUser', async () => {
  const { mine, theirs, userId, sealed, keptOf } = await twoPairs();
  await grants.erasePairsOfUser(node.here, userId);
  expect([await keptOf(mine), await keptOf(theirs)]).toEqual([null, sealed(theirs)]);
});

/** A place in each of the two realms, both for one and the same grant. */
async function twoPlaces(): Promise<{ mine: PairPlace; theirs: PairPlace }> {
  const grantId = ids.next();
  const place = (): PairPlace => ({ keyHash: sha256(random.secret()), grantId, dueAt: LATER });
  const [mine, theirs] = [place(), place()];
  expect(await pairs.add(node.here, mine)).toBe(true);
  expect(await pairs.add(node.there, theirs)).toBe(true);
  return { mine, theirs };
}

isolates('KeptPairsRepository.find', async () => {
  const { mine, theirs, sealed } = await twoPairs();
  const [here, there] = [mine, theirs].map((grantId) => ({ keyHash: sha256(random.secret()), grantId, dueAt: LATER }));
  await pairs.add(node.here, here!);
  expect(await pairs.find(node.here, here!.keyHash)).toEqual({
    grantId: mine,
    generation: 0,
    generationAt: NOW,
    sealed: sealed(mine),
  });
  expect(await pairs.find(node.there, here!.keyHash)).toBeNull();
  await pairs.add(node.here, there!);
  expect(await pairs.find(node.here, there!.keyHash)).toEqual({
    grantId: theirs,
    generation: null,
    generationAt: null,
    sealed: null,
  });
});

isolates('KeptPairsRepository.add', async () => {
  const { mine, theirs } = await twoPlaces();
  expect(await pairs.add(node.here, { ...mine, grantId: ids.next() })).toBe(false);
  expect(await pairs.find(node.there, mine.keyHash)).toBeNull();
  expect(await pairs.find(node.there, theirs.keyHash)).toMatchObject({ grantId: theirs.grantId });
});

isolates('KeptPairsRepository.replace', async () => {
  const { mine, theirs } = await twoPlaces();
  const next = ids.next();
  expect(await pairs.replace(node.here, { ...theirs, grantId: next }, theirs.grantId)).toBe(false);
  expect(await pairs.replace(node.here, { ...mine, grantId: next }, next)).toBe(false);
  expect(await pairs.replace(node.here, { ...mine, grantId: next }, mine.grantId)).toBe(true);
  expect(await pairs.find(node.here, mine.keyHash)).toMatchObject({ grantId: next });
  expect(await pairs.find(node.there, theirs.keyHash)).toMatchObject({ grantId: theirs.grantId });
});

isolates('KeptPairsRepository.deleteAllOf', async () => {
  const { mine, theirs } = await twoPlaces();
  await pairs.deleteAllOf(node.here);
  expect(await pairs.find(node.here, mine.keyHash)).toBeNull();
  expect(await pairs.find(node.there, theirs.keyHash)).not.toBeNull();
});
