import { sha256 } from '../../../src/kernel/digest.js';
import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import { toGrantRow } from '../../../src/tokens/grant.mapper.js';
import type { Grant } from '../../../src/tokens/grant.types.js';
import { GrantsRepository } from '../../../src/tokens/grants.repository.js';
import { KeptPairsRepository, type KeptPair, type PlacedPair } from '../../../src/tokens/kept-pairs.repository.js';
import { RevokedJtisRepository } from '../../../src/tokens/revoked-jtis.repository.js';
import { toTokenRow } from '../../../src/tokens/token.mapper.js';
import type { StoredToken, TokenKind } from '../../../src/tokens/token.types.js';
import { TokensRepository } from '../../../src/tokens/tokens.repository.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

const NOW = 1_000;
const LATER = 10_000;

const random = new SystemRandom();
const ids = new Ids(new SystemClock(), random);
let node: TwoRealms;
let tokens: TokensRepository;
let grants: GrantsRepository;
let revokedJtis: RevokedJtisRepository;
let pairs: KeptPairsRepository;
beforeAll(async () => {
  node = await openTwoRealms();
  tokens = new TokensRepository(node.sql);
  grants = new GrantsRepository(node.sql);
  revokedJtis = new RevokedJtisRepository(node.sql);
  pairs = new KeptPairsRepository(node.sql);
});
afterAll(() => node.close());

/** A token in each of the two realms. */
async function twoTokens(kind: TokenKind = 'refresh'): Promise<{ mine: Buffer; theirs: Buffer }> {
  const token = (): Omit<StoredToken, 'consumedAt'> => ({
    hash: sha256(random.secret()),
    kind,
    grantId: null,
    clientId: ids.next(),
    scope: [],
    audience: [],
    generation: 0,
    issuedAt: NOW,
    expiresAt: LATER,
  });
  const [mine, theirs] = [token(), token()];
  await node.groupCommit.add([toTokenRow(node.here, mine), toTokenRow(node.there, theirs)]);
  return { mine: mine.hash, theirs: theirs.hash };
}

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

isolates('TokensRepository.find', async () => {
  const { mine, theirs } = await twoTokens();
  expect(await tokens.find(node.here, 'refresh', mine)).not.toBeNull();
  expect(await tokens.find(node.here, 'refresh', theirs)).toBeNull();
  const together = [tokens.find(node.there, 'refresh', mine), tokens.find(node.here, 'refresh', mine)];
  expect((await Promise.all(together)).map((token) => token !== null)).toEqual([false, true]);
});

isolates('TokensRepository.consume', async () => {
  const { mine, theirs } = await twoTokens();
  expect(await tokens.consume(node.here, 'refresh', theirs, NOW)).toBe(false);
  expect(await tokens.consume(node.here, 'refresh', mine, NOW)).toBe(true);
  expect(await tokens.find(node.there, 'refresh', theirs)).toMatchObject({ consumedAt: null });
});

isolates('TokensRepository.claimRefresh', async () => {
  const { mine, theirs } = await twoTokens();
  const claimed = node.transaction.runWith(({ statements }) =>
    tokens.claimRefresh(statements, [node.here], [mine, theirs], random.bytes(16), NOW),
  );
  expect(await claimed).toEqual([mine]);
  expect(await tokens.find(node.there, 'refresh', theirs)).toMatchObject({ consumedAt: null });
});

isolates('TokensRepository.claimCode', async () => {
  const { mine, theirs } = await twoTokens('code');
  expect(await tokens.claimCode(node.here, theirs, LATER + 1, NOW)).toBe(false);
  expect(await tokens.claimCode(node.here, mine, LATER + 1, NOW)).toBe(true);
  expect(await tokens.claimCode(node.here, mine, LATER + 1, NOW)).toBe(false);
  expect(await tokens.find(node.here, 'code', mine)).toMatchObject({ consumedAt: NOW, expiresAt: LATER + 1 });
  expect(await tokens.find(node.there, 'code', theirs)).toMatchObject({ consumedAt: null, expiresAt: LATER });
});

isolates('TokensRepository.deleteAllOf', async () => {
  const { mine, theirs } = await twoTokens();
  await tokens.deleteAllOf(node.here);
  expect(await tokens.find(node.here, 'refresh', mine)).toBeNull();
  expect(await tokens.find(node.there, 'refresh', theirs)).not.toBeNull();
});

isolates('GrantsRepository.find', async () => {
  const { mine, theirs } = await twoGrants();
  expect(await grants.find(node.here, mine)).not.toBeNull();
  expect(await grants.find(node.here, theirs)).toBeNull();
});

isolates('GrantsRepository.advance', async () => {
  const { mine, theirs } = await twoGrants();
  const advanced = node.transaction.runWith(({ statements }) =>
    grants.advance(statements, [node.here], [mine, theirs]),
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

isolates('RevokedJtisRepository.has', async () => {
  const jti = ids.next();
  await revokedJtis.add(node.there, jti, LATER);
  expect(await revokedJtis.has(node.there, jti)).toBe(true);
  expect(await revokedJtis.has(node.here, jti)).toBe(false);
});

isolates('RevokedJtisRepository.add', async () => {
  const [mine, theirs] = [ids.next(), ids.next()];
  expect(await revokedJtis.add(node.there, theirs, LATER)).toBe(true);
  expect(await revokedJtis.add(node.here, mine, LATER)).toBe(true);
  expect(await revokedJtis.add(node.here, mine, LATER)).toBe(false);
  expect(await revokedJtis.has(node.there, mine)).toBe(false);
  expect(await revokedJtis.has(node.here, theirs)).toBe(false);
});

isolates('RevokedJtisRepository.deleteAllOf', async () => {
  const [mine, theirs] = [ids.next(), ids.next()];
  await Promise.all([revokedJtis.add(node.here, mine, LATER), revokedJtis.add(node.there, theirs, LATER)]);
  await revokedJtis.deleteAllOf(node.here);
  expect(await revokedJtis.has(node.here, mine)).toBe(false);
  expect(await revokedJtis.has(node.there, theirs)).toBe(true);
});

/** A pair in each of the two realms, of one and the same user and grant. */
async function twoPairs(): Promise<{ mine: KeptPair; theirs: KeptPair }> {
  const shared = { userId: ids.next(), grantId: ids.next(), accessHash: sha256(random.secret()), expiresAt: LATER };
  const pair = (): KeptPair => ({ ...shared, keyHash: sha256(random.secret()), sealed: 'first' });
  const [mine, theirs] = [pair(), pair()];
  expect(await pairs.add(node.here, mine)).toBe(true);
  expect(await pairs.add(node.there, theirs)).toBe(true);
  return { mine, theirs };
}

isolates('KeptPairsRepository.find', async () => {
  const { mine, theirs } = await twoPairs();
  expect(await pairs.find(node.here, mine.keyHash)).toEqual(mine);
  expect(await pairs.find(node.here, theirs.keyHash)).toBeNull();
});

isolates('KeptPairsRepository.add', async () => {
  const { mine, theirs } = await twoPairs();
  expect(await pairs.add(node.here, { ...mine, sealed: 'second' })).toBe(false);
  expect(await pairs.find(node.there, mine.keyHash)).toBeNull();
  expect(await pairs.find(node.there, theirs.keyHash)).toEqual(theirs);
});

isolates('KeptPairsRepository.replace', async () => {
  const { mine, theirs } = await twoPairs();
  expect(await pairs.replace(node.here, { ...theirs, sealed: 'second' }, theirs.accessHash)).toBe(false);
  expect(await pairs.replace(node.here, { ...mine, sealed: 'second' }, sha256('another'))).toBe(false);
  expect(await pairs.replace(node.here, { ...mine, sealed: 'second' }, mine.accessHash)).toBe(true);
  expect(await pairs.find(node.there, theirs.keyHash)).toEqual(theirs);
});

const here = (...all: KeptPair[]): PlacedPair[] => all.map((pair) => ({ realm: node.here, pair }));

isolates('KeptPairsRepository.addAll', async () => {
  const { mine, theirs } = await twoPairs();
  const elsewhere = (): KeptPair => ({ ...mine, keyHash: sha256(random.secret()) });
  const [first, second] = [elsewhere(), elsewhere()];
  const add = (...all: KeptPair[]) =>
    node.transaction.runWith(({ statements }) => pairs.addAll(statements, here(...all)));
  expect(await add(first, mine)).toBe(false);
  expect(await pairs.find(node.here, first.keyHash)).toBeNull();
  expect(await add(first, second)).toBe(true);
  expect(await pairs.find(node.here, second.keyHash)).toEqual(second);
  expect(await pairs.find(node.there, second.keyHash)).toBeNull();
  expect(await pairs.find(node.there, theirs.keyHash)).toEqual(theirs);
});

isolates('KeptPairsRepository.empty', async () => {
  const { mine, theirs } = await twoPairs();
  const another = { ...mine, grantId: ids.next() };
  const empty = (now: number, ...all: KeptPair[]) =>
    node.transaction.runWith(({ statements }) => pairs.empty(statements, here(...all), now));
  expect(await empty(NOW, another)).toBe(0);
  expect(await empty(NOW, mine, theirs)).toBe(1);
  await pairs.add(node.here, mine);
  expect(await empty(LATER, another, theirs)).toBe(1);
  expect(await pairs.find(node.here, mine.keyHash)).toBeNull();
  expect(await pairs.find(node.there, theirs.keyHash)).toEqual(theirs);
});

isolates('KeptPairsRepository.free', async () => {
  const { mine, theirs } = await twoPairs();
  const free = node.transaction.runWith(({ statements }) => pairs.free(statements, here(mine, theirs)));
  expect(await free).toEqual(here(theirs));
});

isolates('KeptPairsRepository.erase', async () => {
  const { mine, theirs } = await twoPairs();
  await pairs.erase(node.here, mine.grantId, sha256('another'));
  expect(await pairs.find(node.here, mine.keyHash)).toEqual(mine);
  await pairs.erase(node.here, mine.grantId, mine.accessHash);
  expect(await pairs.find(node.here, mine.keyHash)).toBeNull();
  await pairs.erase(node.here, mine.grantId);
  expect(await pairs.find(node.there, theirs.keyHash)).toEqual(theirs);
});

isolates('KeptPairsRepository.eraseAllOfUser', async () => {
  const { mine, theirs } = await twoPairs();
  await pairs.eraseAllOfUser(node.here, mine.userId);
  expect(await pairs.find(node.here, mine.keyHash)).toBeNull();
  expect(await pairs.find(node.there, theirs.keyHash)).toEqual(theirs);
});

isolates('KeptPairsRepository.deleteAllOf', async () => {
  const { mine, theirs } = await twoPairs();
  await pairs.deleteAllOf(node.here);
  expect(await pairs.find(node.here, mine.keyHash)).toBeNull();
  expect(await pairs.find(node.there, theirs.keyHash)).toEqual(theirs);
});
