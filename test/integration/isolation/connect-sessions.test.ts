import type { ConnectSession, ConnectState } from '../../../src/connections/connect/connect-session.types.js';
import { ConnectSessionsRepository } from '../../../src/connections/connect/connect-sessions.repository.js';
import { ConnectStatesRepository } from '../../../src/connections/connect/connect-states.repository.js';
import { SystemClock } from '../../../src/kernel/clock.js';
import { sha256 } from '../../../src/kernel/digest.js';
import { Ids } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

const ids = new Ids(new SystemClock(), new SystemRandom());
const userId = ids.next();
const configId = ids.next();

describe('connect sessions', () => {
  let node: TwoRealms;
  let sessions: ConnectSessionsRepository;
  let here: ConnectSession;
  let there: ConnectSession;

  const session = (): ConnectSession => ({
    id: ids.next(),
    configId,
    configVersion: 1,
    userId,
    ownerKey: userId,
    slot: 'default',
    subjectLabel: 'ada@example.com',
    connectionId: null,
    createdVia: 'api',
    startedBy: 'service',
    returnUrl: null,
    errorUrl: null,
    completionChallenge: null,
    params: { subdomain: 'acme' },
    sealedTokens: 'sealed',
    status: 'exchanged',
    failureCode: null,
    createdAt: 1,
    expiresAt: 1000,
  });
  const stillThere = async (): Promise<void> => expect(await sessions.find(node.there, there.id)).toEqual(there);

  beforeAll(async () => {
    node = await openTwoRealms();
    sessions = new ConnectSessionsRepository(node.sql);
  });
  beforeEach(async () => {
    [here, there] = [session(), session()];
    await sessions.add(node.here, here, sha256('here'));
    await sessions.add(node.there, there, sha256('there'));
  });
  afterEach(async () => {
    await sessions.deleteAllOf(node.here);
    await sessions.deleteAllOf(node.there);
  });
  afterAll(() => node.close());

  isolates('ConnectSessionsRepository.add', async () => {
    expect(await sessions.find(node.there, here.id)).toBeNull();
    expect(await sessions.find(node.here, here.id)).toEqual(here);
  });

  isolates('ConnectSessionsRepository.find', async () => {
    expect(await sessions.find(node.here, there.id)).toBeNull();
  });

  isolates('ConnectSessionsRepository.findByToken', async () => {
    expect(await sessions.findByToken(node.here, sha256('there'))).toBeNull();
    expect(await sessions.findByToken(node.here, sha256('here'))).toEqual(here);
  });

  isolates('ConnectSessionsRepository.advance', async () => {
    const step = { from: ['exchanged'], to: 'completed', at: 2 } as const;
    expect(await sessions.advance(node.here, there.id, step)).toBe(false);
    await stillThere();
    expect(await sessions.advance(node.here, here.id, step)).toBe(true);
  });

  isolates('ConnectSessionsRepository.abandon', async () => {
    expect(await sessions.abandon(node.here, there.id, 2000, 'late')).toBe(false);
    await stillThere();
    expect(await sessions.abandon(node.here, here.id, 999, 'late')).toBe(false);
    expect(await sessions.abandon(node.here, here.id, 1000, 'late')).toBe(true);
  });

  isolates('ConnectSessionsRepository.deleteAllOfUser', async () => {
    await sessions.deleteAllOfUser(node.here, userId);
    expect(await sessions.find(node.here, here.id)).toBeNull();
    await stillThere();
  });

  isolates('ConnectSessionsRepository.deleteAllOf', async () => {
    await sessions.deleteAllOf(node.here);
    await stillThere();
  });
});

describe('states of connect sessions', () => {
  let node: TwoRealms;
  let states: ConnectStatesRepository;
  const sessionId = ids.next();
  const parked = { parkedHash: sha256('handle'), sealedParameters: 'sealed', parkedUntil: 500 };

  const state = (value: string): ConnectState => ({
    hash: sha256(value),
    sessionId,
    configId,
    userId,
    browserHash: sha256('browser'),
    userSessionId: null,
    sealedRoute: 'sealed',
    redirectUri: 'https://auth.example.com/connect/callback/key',
    createdAt: 1,
    expiresAt: 1000,
    usedAt: null,
  });
  const [here, there] = [state('here'), state('there')];
  const stillThere = async (): Promise<void> => expect(await states.find(node.there, there.hash)).toEqual(there);

  beforeAll(async () => {
    node = await openTwoRealms();
    states = new ConnectStatesRepository(node.sql);
  });
  beforeEach(async () => {
    await states.add(node.here, here);
    await states.add(node.there, there);
  });
  afterEach(async () => {
    await states.deleteAllOf(node.here);
    await states.deleteAllOf(node.there);
  });
  afterAll(() => node.close());

  isolates('ConnectStatesRepository.add', async () => {
    expect(await states.find(node.there, here.hash)).toBeNull();
    expect(await states.find(node.here, here.hash)).toEqual(here);
  });

  isolates('ConnectStatesRepository.find', async () => {
    expect(await states.find(node.here, there.hash)).toBeNull();
  });

  isolates('ConnectStatesRepository.claim', async () => {
    expect(await states.claim(node.here, there.hash, 2)).toBe(false);
    await stillThere();
    expect(await states.claim(node.here, here.hash, 2)).toBe(true);
    expect(await states.claim(node.here, here.hash, 3)).toBe(false);
  });

  isolates('ConnectStatesRepository.countOf', async () => {
    expect(await states.countOf(node.here, sessionId)).toBe(1);
  });

  isolates('ConnectStatesRepository.park', async () => {
    expect(await states.park(node.here, there.hash, parked, 2)).toBe(false);
    expect(await states.park(node.here, here.hash, parked, 2)).toBe(true);
    expect(await states.findParked(node.there, parked.parkedHash)).toBeNull();
  });

  isolates('ConnectStatesRepository.findParked', async () => {
    await states.park(node.there, there.hash, parked, 2);
    expect(await states.findParked(node.here, parked.parkedHash)).toBeNull();
    expect((await states.findParked(node.there, parked.parkedHash))?.sealedParameters).toBe('sealed');
  });

  isolates('ConnectStatesRepository.unpark', async () => {
    await states.park(node.there, there.hash, parked, 2);
    expect(await states.unpark(node.here, parked.parkedHash, 3)).toBe(false);
    expect(await states.unpark(node.there, parked.parkedHash, 3)).toBe(true);
    expect(await states.unpark(node.there, parked.parkedHash, 3)).toBe(false);
  });

  isolates('ConnectStatesRepository.deleteAllOfUser', async () => {
    await states.deleteAllOfUser(node.here, userId);
    expect(await states.find(node.here, here.hash)).toBeNull();
    await stillThere();
  });

  isolates('ConnectStatesRepository.deleteAllOf', async () => {
    await states.deleteAllOf(node.here);
    await stillThere();
  });
});
