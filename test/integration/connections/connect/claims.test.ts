import type { ConnectSession, ConnectState } from '../../../../src/connections/connect/connect-session.types.js';
import { ConnectSessionsRepository } from '../../../../src/connections/connect/connect-sessions.repository.js';
import { ConnectStatesRepository } from '../../../../src/connections/connect/connect-states.repository.js';
import { SystemClock } from '../../../../src/kernel/clock.js';
import { sha256 } from '../../../../src/kernel/digest.js';
import { Ids } from '../../../../src/kernel/ids.js';
import { SystemRandom } from '../../../../src/kernel/random.js';
import { atOnce } from '../../../support/at-once.js';
import { openTwoRealms, type TwoRealms } from '../../../support/isolation.js';

const ids = new Ids(new SystemClock(), new SystemRandom());
const MANY = 24;

const aState = (): ConnectState => ({
  hash: sha256(ids.next()),
  sessionId: ids.next(),
  configId: ids.next(),
  userId: null,
  browserHash: sha256('browser'),
  userSessionId: null,
  sealedRoute: 'sealed',
  redirectUri: 'https://auth.example.com/connect/callback/key',
  createdAt: 1,
  expiresAt: 1000,
  usedAt: null,
});

const aSession = (status: ConnectSession['status']): ConnectSession => ({
  id: ids.next(),
  configId: ids.next(),
  configVersion: 1,
  userId: null,
  ownerKey: 'realm',
  slot: 'default',
  subjectLabel: null,
  connectionId: null,
  createdVia: 'api',
  startedBy: 'service',
  returnUrl: null,
  errorUrl: null,
  completionChallenge: null,
  params: {},
  sealedTokens: 'sealed',
  status,
  failureCode: null,
  createdAt: 1,
  expiresAt: 1000,
});

describe('claims of the connect flow', () => {
  let node: TwoRealms;
  let states: ConnectStatesRepository;
  let sessions: ConnectSessionsRepository;
  beforeAll(async () => {
    node = await openTwoRealms();
    states = new ConnectStatesRepository(node.sql);
    sessions = new ConnectSessionsRepository(node.sql);
  });
  afterAll(() => node.close());

  const won = (claims: readonly boolean[]): number => claims.filter(Boolean).length;

  it('lets one of many use a state, and nobody after its time', async () => {
    const [state, late] = [aState(), aState()];
    await states.add(node.here, state);
    await states.add(node.here, late);
    expect(won(await atOnce(MANY, () => states.claim(node.here, state.hash, 2)))).toBe(1);
    expect(won(await atOnce(MANY, () => states.claim(node.here, late.hash, 1000)))).toBe(0);
  });

  it('lets one of many park a callback, and one fetch it in time', async () => {
    const state = aState();
    await states.add(node.here, state);
    const parkedAs = (index: number) => ({
      parkedHash: sha256(`${state.sessionId}-${index}`),
      sealedParameters: String(index),
      parkedUntil: 100,
    });
    const parked = await atOnce(MANY, (index) => states.park(node.here, state.hash, parkedAs(index), 2));
    expect(won(parked)).toBe(1);
    const { parkedHash } = parkedAs(parked.indexOf(true));
    expect(won(await atOnce(MANY, () => states.unpark(node.here, parkedHash, 100)))).toBe(0);
    expect(won(await atOnce(MANY, () => states.unpark(node.here, parkedHash, 99)))).toBe(1);
    expect(await states.park(node.here, state.hash, parkedAs(MANY), 3)).toBe(false);
  });

  it('lets one of many go on with a session, from where it is and in its time', async () => {
    const session = aSession('redirected');
    await sessions.add(node.here, session, sha256(session.id));
    const step = (at: number) => ({ from: ['redirected'], to: 'exchanging', at }) as const;
    expect(won(await atOnce(MANY, () => sessions.advance(node.here, session.id, step(1000))))).toBe(0);
    expect(won(await atOnce(MANY, () => sessions.advance(node.here, session.id, step(999))))).toBe(1);
    expect((await sessions.find(node.here, session.id))?.status).toBe('exchanging');
  });

  it('lets one of many end what nobody completed, and never what somebody did', async () => {
    const [session, done] = [aSession('exchanged'), aSession('completed')];
    await sessions.add(node.here, session, sha256(session.id));
    await sessions.add(node.here, done, sha256(done.id));
    expect(won(await atOnce(MANY, () => sessions.abandon(node.here, session.id, 1000, 'late')))).toBe(1);
    expect(await sessions.abandon(node.here, done.id, 1000, 'late')).toBe(false);
    expect(await sessions.find(node.here, session.id)).toMatchObject({ status: 'failed', sealedTokens: null });
  });
});
