import type { Session } from '../../../users/sessions/session.types.js';
import type { User } from '../../../users/user.types.js';
import { newClient } from '../../../../test/support/client.builder.js';
import type { ConsentsService } from '../../consents/consents.service.js';
import type { AuthorizationParameters, AuthorizationRequest } from '../authorization.types.js';
import type { Deliberation } from '../deliberation.js';
import { AccountChoiceStep } from './account-choice.step.js';
import { ConsentStep } from './consent.step.js';
import { FreshSignInStep } from './fresh-sign-in.step.js';
import { HintedUserStep } from './hinted-user.step.js';
import { SessionStep } from './session.step.js';

const NOW = 1_000_000_000;
const SESSION = { id: 's1', userId: 'u1', authTime: NOW - 60_000 } as Session;
const USER = { id: 'u1' } as User;
const REDIRECT = 'https://a.example/cb';

interface Case {
  readonly wanted?: Partial<AuthorizationParameters>;
  readonly stored?: Partial<AuthorizationRequest>;
  readonly session?: Partial<Session>;
  readonly client?: Parameters<typeof newClient>[0];
}

const STORED = { createdAt: NOW - 30_000, sessionId: null, loginAt: null, consent: null };

function deliberation({ wanted = {}, stored, session = {}, client = {} }: Case = {}): Deliberation {
  return {
    client: newClient(client),
    at: NOW,
    browser: { id: 'b', sessionValue: 'value', isNew: false },
    parameters: { prompt: [], maxAge: null, hintedSubject: null, scope: ['openid'], redirectUri: REDIRECT, ...wanted },
    stored: stored ? { ...STORED, ...stored } : null,
    signedIn: { session: { ...SESSION, ...session }, user: USER },
  } as unknown as Deliberation;
}

const goesOn = expect.objectContaining({ at: NOW }) as unknown;

describe('SessionStep', () => {
  const step = (session: Session | null) =>
    new SessionStep({ signedIn: async () => session && { session, user: USER } } as never);

  it('asks for a sign-in where there is no session', async () => {
    expect(await step(null).decide(deliberation())).toBe('login');
    const without = { ...deliberation(), browser: { id: 'b', sessionValue: null, isNew: false } };
    expect(await step(SESSION).decide(without)).toBe('login');
  });

  it('req 21: asks again where another session has taken the place of the one that signed in for the request', async () => {
    const stored = { loginAt: NOW, sessionId: 'another' };
    expect(await step(SESSION).decide(deliberation({ stored }))).toBe('login');
    expect(await step(SESSION).decide(deliberation({ stored: { loginAt: NOW, sessionId: 's1' } }))).toEqual(goesOn);
  });
});

describe('FreshSignInStep', () => {
  const step = new FreshSignInStep();
  const since = { loginAt: NOW, sessionId: 's1' };

  it.each([
    ['prompt=login', { prompt: ['login'] }],
    ['max_age=0', { maxAge: 0 }],
    ['a max_age that is over', { maxAge: 59 }],
  ] as [string, Partial<AuthorizationParameters>][])(
    'req 24: with %s, the user signs in anew for this very request',
    (_what, wanted) => {
      expect(step.decide(deliberation({ wanted }))).toBe('login');
      expect(step.decide(deliberation({ wanted, stored: {} }))).toBe('login');
      // Confirming the account of a session is no proof of who it is.
      expect(step.decide(deliberation({ wanted, stored: since }))).toBe('login');
      expect(step.decide(deliberation({ wanted, stored: since, session: { authTime: NOW } }))).toEqual(goesOn);
    },
  );

  it('req 24: takes no sign-in for it that was for something else, however fresh', () => {
    const wanted = { prompt: ['login'] as const };
    expect(step.decide(deliberation({ wanted, stored: {}, session: { authTime: NOW } }))).toBe('login');
  });

  it('lets a session go on that is young enough, and any one where nothing is asked', () => {
    expect(step.decide(deliberation({ wanted: { maxAge: 60 } }))).toEqual(goesOn);
    expect(step.decide(deliberation())).toEqual(goesOn);
  });
});

describe('AccountChoiceStep', () => {
  it('has the account chosen for this request', () => {
    const wanted = { prompt: ['select_account'] as const };
    const step = new AccountChoiceStep();
    expect(step.decide(deliberation({ wanted }))).toBe('select_account');
    expect(step.decide(deliberation({ wanted, stored: { loginAt: NOW, sessionId: 's1' } }))).toEqual(goesOn);
    expect(step.decide(deliberation())).toEqual(goesOn);
  });
});

describe('HintedUserStep', () => {
  const step = new HintedUserStep({ of: (_realm: unknown, { user }: { user: User }) => user.id } as never);

  it('req 25: takes nobody else for the user of the hint', () => {
    const wanted = { hintedSubject: 'u2' };
    expect(step.decide(deliberation({ wanted }))).toBe('login');
    const confirmed = deliberation({ wanted, stored: { loginAt: NOW, sessionId: 's1' } });
    expect(() => step.decide(confirmed)).toThrow(expect.objectContaining({ code: 'login_required' }) as Error);
    expect(step.decide(deliberation({ wanted: { hintedSubject: 'u1' } }))).toEqual(goesOn);
  });
});

describe('ConsentStep', () => {
  const step = (scopes: string[] | null) =>
    new ConsentStep({ find: async () => scopes && { scopes } } as unknown as ConsentsService);

  it('asks for what was not allowed before, and for that alone', async () => {
    expect(await step(null).decide(deliberation())).toBe('consent');
    expect(await step([]).decide(deliberation())).toBe('consent');
    expect(await step(['openid', 'email']).decide(deliberation())).toEqual(goesOn);
    expect(await step(null).decide(deliberation({ wanted: { scope: [] } }))).toBe('consent');
  });

  it('asks whoever wants to be asked', async () => {
    expect(await step(['openid']).decide(deliberation({ wanted: { prompt: ['consent'] } }))).toBe('consent');
  });

  it.each(['http://127.0.0.1:5000/cb', 'http://localhost/cb', 'com.example.app:/cb'])(
    'req 23: asks each time where a public client is answered at %s',
    async (redirectUri) => {
      const client = { type: 'public' } as const;
      expect(await step(['openid']).decide(deliberation({ client, wanted: { redirectUri } }))).toBe('consent');
    },
  );

  it('takes the answer that was given in this session, and no other', async () => {
    const answered = (decision: 'allow' | 'deny', sessionId: string) =>
      deliberation({ stored: { consent: { decision, sessionId } }, wanted: { prompt: ['consent'] } });
    expect(await step(null).decide(answered('allow', 's1'))).toEqual(goesOn);
    expect(await step(null).decide(answered('allow', 's2'))).toBe('consent');
    await expect(step(null).decide(answered('deny', 's1'))).rejects.toMatchObject({ code: 'access_denied' });
  });
});
