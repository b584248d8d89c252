import { sha256 } from '../../../src/kernel/digest.js';
import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import {
  AuthorizationRequestsRepository,
  type RequestKey,
} from '../../../src/oauth/authorize/authorization-requests.repository.js';
import type {
  AuthorizationParameters,
  AuthorizationRequest,
} from '../../../src/oauth/authorize/authorization.types.js';
import { PushedRequestsRepository } from '../../../src/oauth/authorize/pushed-requests.repository.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

const NOW = 1_000;
const LATER = 10_000;

const random = new SystemRandom();
const ids = new Ids(new SystemClock(), random);
let node: TwoRealms;
let requests: AuthorizationRequestsRepository;
let pushed: PushedRequestsRepository;
beforeAll(async () => {
  node = await openTwoRealms();
  requests = new AuthorizationRequestsRepository(node.sql);
  pushed = new PushedRequestsRepository(node.sql);
});
afterAll(() => node.close());

interface Stored {
  readonly id: string;
  readonly key: RequestKey;
}

/** A request of one and the same browser in each of the two realms. */
async function twoRequests(): Promise<{ mine: Stored; theirs: Stored }> {
  const browserHash = sha256(random.secret());
  const add = async (realm: typeof node.here): Promise<Stored> => {
    const key = { handleHash: sha256(random.secret()), browserHash };
    const parameters = { state: 'x' } as AuthorizationParameters;
    const answers = { sessionId: null, loginAt: null, consent: null, pushed: null };
    const request: AuthorizationRequest = {
      id: ids.next(),
      clientId: ids.next(),
      parameters,
      ...answers,
      createdAt: NOW,
      expiresAt: LATER,
    };
    await requests.add(realm, request, key);
    return { id: request.id, key };
  };
  return { mine: await add(node.here), theirs: await add(node.there) };
}

isolates('AuthorizationRequestsRepository.add', async () => {
  const { mine } = await twoRequests();
  expect(await requests.find(node.here, mine.key, NOW)).toMatchObject({ id: mine.id, parameters: { state: 'x' } });
  expect(await requests.find(node.there, mine.key, NOW)).toBeNull();
});

isolates('AuthorizationRequestsRepository.find', async () => {
  const { mine, theirs } = await twoRequests();
  expect(await requests.find(node.here, theirs.key, NOW)).toBeNull();
  expect(await requests.find(node.here, mine.key, LATER)).toBeNull();
  const otherBrowser = { ...mine.key, browserHash: sha256('another') };
  expect(await requests.find(node.here, otherBrowser, NOW)).toBeNull();
});

isolates('AuthorizationRequestsRepository.recordLogin', async () => {
  const { mine, theirs } = await twoRequests();
  const sessionId = ids.next();
  expect(await requests.recordLogin(node.here, theirs.id, sessionId, NOW)).toBe(false);
  expect(await requests.recordLogin(node.here, mine.id, sessionId, NOW)).toBe(true);
  expect(await requests.find(node.here, mine.key, NOW)).toMatchObject({ sessionId, loginAt: NOW });
  expect(await requests.find(node.there, theirs.key, NOW)).toMatchObject({ sessionId: null, loginAt: null });
});

isolates('AuthorizationRequestsRepository.recordConsent', async () => {
  const { mine, theirs } = await twoRequests();
  const consent = { decision: 'allow', sessionId: ids.next() } as const;
  expect(await requests.recordConsent(node.here, theirs.id, consent)).toBe(false);
  expect(await requests.recordConsent(node.here, mine.id, consent)).toBe(true);
  expect(await requests.find(node.here, mine.key, NOW)).toMatchObject({ consent });
  expect(await requests.find(node.there, theirs.key, NOW)).toMatchObject({ consent: null });
});

isolates('AuthorizationRequestsRepository.complete', async () => {
  const { mine, theirs } = await twoRequests();
  expect(await requests.complete(node.here, theirs.id, NOW)).toBe(false);
  expect(await requests.complete(node.here, mine.id, NOW)).toBe(true);
  expect(await requests.complete(node.here, mine.id, NOW)).toBe(false);
  expect(await requests.find(node.here, mine.key, NOW)).toBeNull();
  expect(await requests.find(node.there, theirs.key, NOW)).not.toBeNull();
});

isolates('AuthorizationRequestsRepository.deleteAllOf', async () => {
  const { mine, theirs } = await twoRequests();
  await requests.deleteAllOf(node.here);
  expect(await requests.find(node.here, mine.key, NOW)).toBeNull();
  expect(await requests.find(node.there, theirs.key, NOW)).not.toBeNull();
});

/** What one and the same client has pushed in each of the two realms. */
async function twoPushed(): Promise<{ clientId: string; mine: Buffer; theirs: Buffer }> {
  const clientId = ids.next();
  const [mine, theirs] = [sha256(random.secret()), sha256(random.secret())];
  await pushed.add(node.here, { hash: mine, clientId, parameters: [['state', 'x']], expiresAt: LATER });
  await pushed.add(node.there, { hash: theirs, clientId, parameters: [['state', 'x']], expiresAt: LATER });
  return { clientId, mine, theirs };
}

isolates('PushedRequestsRepository.add', async () => {
  const { clientId, mine } = await twoPushed();
  expect(await pushed.find(node.here, clientId, mine, NOW)).toEqual([['state', 'x']]);
  expect(await pushed.find(node.there, clientId, mine, NOW)).toBeNull();
});

isolates('PushedRequestsRepository.find', async () => {
  const { clientId, mine, theirs } = await twoPushed();
  expect(await pushed.find(node.here, clientId, theirs, NOW)).toBeNull();
  expect(await pushed.find(node.here, ids.next(), mine, NOW)).toBeNull();
  expect(await pushed.find(node.here, clientId, mine, LATER)).toBeNull();
});

isolates('PushedRequestsRepository.consume', async () => {
  const { clientId, mine, theirs } = await twoPushed();
  expect(await pushed.consume(node.here, theirs, NOW)).toBe(false);
  expect(await pushed.consume(node.here, mine, NOW)).toBe(true);
  expect(await pushed.consume(node.here, mine, NOW)).toBe(false);
  expect(await pushed.find(node.there, clientId, theirs, NOW)).not.toBeNull();
});

isolates('PushedRequestsRepository.deleteAllOf', async () => {
  const { clientId, mine, theirs } = await twoPushed();
  await pushed.deleteAllOf(node.here);
  expect(await pushed.find(node.here, clientId, mine, NOW)).toBeNull();
  expect(await pushed.find(node.there, clientId, theirs, NOW)).not.toBeNull();
});
