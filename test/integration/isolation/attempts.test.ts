import { AttemptsRepository } from '../../../src/attempts/attempts.repository.js';
import type { AttemptLimit } from '../../../src/attempts/attempts.types.js';
import type { RealmRef } from '../../../src/database/realm-ref.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

const NOW = 1_800_000_000_000;
const LIMIT: AttemptLimit = {
  purpose: 'login',
  subject: 'ada',
  address: '192.0.2.1',
  allowance: 1,
  windowSeconds: 60,
  firstDelaySeconds: 1,
  maxDelaySeconds: 900,
};
const FRESH = { failures: 0, blockedUntil: 0, expiresAt: NOW + 60_000 };

let node: TwoRealms;
let counters: AttemptsRepository;

const of = (realm: RealmRef) => counters.find(realm, LIMIT);

beforeAll(async () => {
  node = await openTwoRealms();
  counters = new AttemptsRepository(node.sql);
});
beforeEach(async () => {
  await node.sql.execute('DELETE FROM attempts');
  for (const realm of [node.here, node.there]) await counters.start(realm, LIMIT, NOW);
});
afterAll(() => node.close());

isolates('AttemptsRepository.find', async () => {
  await counters.claim(node.there, LIMIT, NOW);
  expect(await of(node.here)).toMatchObject(FRESH);
});

isolates('AttemptsRepository.start', async () => {
  await counters.claim(node.there, LIMIT, NOW);
  await counters.deleteAllOf(node.here);
  await counters.start(node.here, LIMIT, NOW + 1);
  expect(await of(node.here)).toMatchObject({ failures: 0, expiresAt: NOW + 60_001 });
  expect(await of(node.there)).toMatchObject({ failures: 1 });
});

isolates('AttemptsRepository.restart', async () => {
  await counters.restart(node.here, LIMIT, NOW + 60_000);
  expect(await of(node.here)).toMatchObject({ expiresAt: NOW + 120_000 });
  expect(await of(node.there)).toMatchObject(FRESH);
});

isolates('AttemptsRepository.correct', async () => {
  await counters.correct(node.here, LIMIT, FRESH, { ...FRESH, expiresAt: NOW + 1 });
  expect(await of(node.here)).toMatchObject({ expiresAt: NOW + 1 });
  expect(await of(node.there)).toMatchObject(FRESH);
});

isolates('AttemptsRepository.claim', async () => {
  expect(await counters.claim(node.here, LIMIT, NOW)).toBe(true);
  expect(await counters.claim(node.here, LIMIT, NOW)).toBe(false);
  expect(await of(node.there)).toMatchObject(FRESH);
  expect(await counters.claim(node.there, LIMIT, NOW)).toBe(true);
});

isolates('AttemptsRepository.release', async () => {
  for (const realm of [node.here, node.there]) await counters.claim(realm, LIMIT, NOW);
  await counters.release(node.here, LIMIT);
  expect(await of(node.here)).toMatchObject(FRESH);
  expect(await of(node.there)).toMatchObject({ failures: 1, blockedUntil: NOW + 1000 });
});

isolates('AttemptsRepository.deleteOf', async () => {
  await counters.deleteOf(node.here, LIMIT);
  expect(await of(node.here)).toBeNull();
  expect(await of(node.there)).toMatchObject(FRESH);
});

isolates('AttemptsRepository.deleteAllOf', async () => {
  await counters.deleteAllOf(node.here);
  expect(await of(node.here)).toBeNull();
  expect(await of(node.there)).toMatchObject(FRESH);
});
