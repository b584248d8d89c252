import { SystemClock } from '../../../src/kernel/clock.js';
import { sha256 } from '../../../src/kernel/digest.js';
import { Ids } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import type { Session } from '../../../src/users/sessions/session.types.js';
import { SessionsRepository } from '../../../src/users/sessions/sessions.repository.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

describe('sessions', () => {
  const ids = new Ids(new SystemClock(), new SystemRandom());
  const userId = ids.next();
  const hashes = { here: sha256('here'), there: sha256('there') };
  let node: TwoRealms;
  let sessions: SessionsRepository;
  let here: Session;
  let there: Session;

  const aSession = (): Session => ({
    id: ids.next(),
    userId,
    authTime: 1,
    acr: null,
    amr: ['pwd'],
    createdAt: 1,
    lastSeenAt: 1,
    expiresAt: 100,
    address: '192.0.2.1',
    userAgent: 'A browser',
  });
  const stillThere = async (): Promise<void> =>
    expect(await sessions.findByHash(node.there, hashes.there)).toEqual(there);

  beforeAll(async () => {
    node = await openTwoRealms();
    sessions = new SessionsRepository(node.sql);
  });
  beforeEach(async () => {
    here = aSession();
    there = aSession();
    await sessions.add(node.here, here, hashes.here);
    await sessions.add(node.there, there, hashes.there);
  });
  afterEach(async () => {
    await sessions.deleteAllOf(node.here);
    await sessions.deleteAllOf(node.there);
  });
  afterAll(() => node.close());

  isolates('SessionsRepository.findByHash', async () => {
    expect(await sessions.findByHash(node.here, hashes.here)).toEqual(here);
    expect(await sessions.findByHash(node.here, hashes.there)).toBeNull();
  });

  isolates('SessionsRepository.findById', async () => {
    expect(await sessions.findById(node.here, here.id)).toEqual(here);
    expect(await sessions.findById(node.here, there.id)).toBeNull();
  });

  isolates('SessionsRepository.add', async () => {
    await sessions.add(node.here, { ...aSession(), userId }, sha256('another'));
    expect(await sessions.allOf(node.there, userId)).toEqual([there]);
  });

  isolates('SessionsRepository.renew', async () => {
    expect(await sessions.renew(node.here, { ...there, authTime: 9 }, sha256('renewed'))).toBe(false);
    await stillThere();
  });

  isolates('SessionsRepository.touch', async () => {
    expect(await sessions.touch(node.here, there.id, 50)).toBe(false);
    await stillThere();
  });

  isolates('SessionsRepository.hold', async () => {
    expect(await sessions.hold(node.here, there.id, 50)).toBe(false);
    await stillThere();
  });

  isolates('SessionsRepository.remove', async () => {
    expect(await sessions.remove(node.here, there.id)).toBe(false);
    await stillThere();
  });

  isolates('SessionsRepository.page', async () => {
    expect((await sessions.page(node.here, userId, 1, { limit: 10 })).items).toEqual([here]);
  });

  isolates('SessionsRepository.surplus', async () => {
    expect(await sessions.surplus(node.here, userId, 0)).toEqual([here]);
  });

  isolates('SessionsRepository.allOf', async () => {
    expect(await sessions.allOf(node.here, userId)).toEqual([here]);
  });

  isolates('SessionsRepository.deleteAllOf', async () => {
    await sessions.deleteAllOf(node.here);
    await stillThere();
  });
});
