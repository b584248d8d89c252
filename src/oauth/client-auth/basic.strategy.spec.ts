import { BasicStrategy } from 'passport-http';
import { BASIC_CHALLENGE, ClientBasicStrategy, type BasicRequest, type StrategyOutcome } from './basic.strategy.js';

type Verify = ConstructorParameters<typeof ClientBasicStrategy<BasicRequest, string>>[0];

/** Calls the strategy the way passport does. */
function run(verify: Verify, authorization?: string): [outcome: string, value: unknown] {
  const strategy = new ClientBasicStrategy<BasicRequest, string>(verify);
  let outcome: [string, unknown] = ['nothing', undefined];
  const attempt: typeof strategy & StrategyOutcome<string> = Object.assign(Object.create(strategy), {
    success: (user: string) => (outcome = ['success', user]),
    fail: (challenge: string) => (outcome = ['fail', challenge]),
    error: (error: unknown) => (outcome = ['error', error]),
  });
  attempt.authenticate({ headers: { authorization } });
  return outcome;
}

const header = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
const knows =
  (id: string, secret: string): Verify =>
  (_, clientId, presented, done) =>
    done(null, clientId === id && presented === secret ? 'the client' : false);

describe('ClientBasicStrategy', () => {
  it('is a passport-http strategy by the name passport knows', () => {
    const strategy = new ClientBasicStrategy(knows('a', 'b'));
    expect(strategy).toBeInstanceOf(BasicStrategy);
    expect(strategy.name).toBe('basic');
  });

  it('succeeds with what the callback found', () => {
    expect(run(knows('app', 'se:cret'), header('app:se:cret'))).toEqual(['success', 'the client']);
  });

  it('req 42: takes a secret raw that would decode to something else', () => {
    expect(run(knows('app', 'a%2Db+c'), header('app:a%2Db+c'))).toEqual(['success', 'the client']);
    expect(run(knows('app', 'a-b c'), header('app:a%2Db+c'))).toEqual(['success', 'the client']);
  });

  it.each([undefined, 'Basic', 'Bearer abc', header('app:wrong')])(
    'fails with the challenge for %s',
    (authorization) => {
      expect(run(knows('app', 'secret'), authorization)).toEqual(['fail', BASIC_CHALLENGE]);
    },
  );

  it('reports a fault of the callback as an error', () => {
    const fault = new Error('storage');
    expect(run((_, __, ___, done) => done(fault), header('app:secret'))).toEqual(['error', fault]);
  });
});
