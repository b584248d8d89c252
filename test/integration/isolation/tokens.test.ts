import { sha256 } from '../../../src/kernel/digest.js';
import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids, idToBytes } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
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
let revokedJtis: RevokedJtisRepository;
beforeAll(async () => {
  node = await openTwoRealms();
  tokens = new TokensRepository(node.sql);
  revokedJtis = new RevokedJtisRepository(node.sql);
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

isolates('TokensRepository.findUse', async () => {
  const { mine, theirs } = await twoTokens();
  const claim = idToBytes(ids.next(NOW - 7));
  await node.transaction.runWith(({ statements }) =>
    tokens.claimRefresh(statements, [node.here, node.there], [mine, theirs], claim, NOW),
  );
  expect(await tokens.findUse(node.here, mine)).toEqual({ at: NOW, began: NOW - 7 });
  expect(await tokens.findUse(node.here, theirs)).toBeNull();
});

it('TokensRepository.findUse tells nothing of a token that was not used', async () => {
  const { mine } = await twoTokens();
  expect(await tokens.findUse(node.here, mine)).toBeNull();
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
