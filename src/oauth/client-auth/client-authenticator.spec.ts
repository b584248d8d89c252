import type { AttemptLimit, Standing } from '../../attempts/attempts.types.js';
import type { AuditEvent } from '../../audit/audit.types.js';
import type { Client } from '../../clients/client.types.js';
import type { RawParameters } from '../../protocol/parameters.js';
import type { Realm } from '../../realms/realm.types.js';
import { ClientAuthenticator } from './client-authenticator.js';
import { ClientSecretBasicMethod } from './client-secret-basic.method.js';
import { ClientSecretPostMethod } from './client-secret-post.method.js';
import { NoneMethod } from './none.method.js';
import { SecretGuesses } from './secret-guesses.service.js';

const REALM = { id: 'realm', name: 'demo' } as Realm;
const header = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

const client = (changes: Partial<Client>): Client =>
  ({
    type: 'confidential',
    enabled: true,
    secrets: [{}],
    tokenEndpointAuthMethods: ['client_secret_basic', 'client_secret_post'],
    ...changes,
  }) as Client;

/** An authenticator over clients whose secret is `secret`, and what it counted and recorded. */
function build(...known: Client[]) {
  const counted: AttemptLimit[] = [];
  const recorded: AuditEvent[] = [];
  const asked: (Client | null)[] = [];
  const state = { waiting: false, refused: false };
  const clients = {
    find: async (_: Realm, clientId: string) => known.find((one) => one.clientId === clientId) ?? null,
    verifySecret: (_: Realm, one: Client | null, secret: string) => {
      asked.push(one);
      return one !== null && secret === 'secret';
    },
  } as never;
  const ended: AttemptLimit[] = [];
  const attempts = {
    look: async () => ({ failures: 0, waiting: state.waiting, counted: 0 }),
    current: async (_: Realm, _limit: AttemptLimit, seen: Standing) => seen,
    suspect: (_: Realm, limit: AttemptLimit) => ({
      count: () => attempts.fail(REALM, limit),
      end: () => void ended.push(limit),
    }),
    fail: async (_: Realm, limit: AttemptLimit) => {
      counted.push(limit);
      return !state.refused;
    },
  };
  const audit = { record: async (_: Realm, event: AuditEvent) => void recorded.push(event) } as never;
  const all = [new ClientSecretBasicMethod(clients), new ClientSecretPostMethod(clients), new NoneMethod()];
  const methods = new Map(all.map((method) => [method.name, method]));
  const settings = { clientFailuresPerAddress: 20, clientFailuresPerRealm: 200 } as never;
  const guesses = new SecretGuesses(attempts as never, settings);
  const authenticator = new ClientAuthenticator(methods, clients, guesses, audit, {} as never);
  const authenticate = (authorization: string | undefined, form: Record<string, string> = {}): Promise<Client> =>
    authenticator.authenticate(REALM, {
      authorization,
      parameters: Object.entries(form) as RawParameters,
      request: { id: 'request', address: '192.0.2.1' },
    });
  return { authenticate, counted, ended, recorded, asked, state };
}

const APP = client({ clientId: 'app' });
/** Proven by the key of the realm. */
const KEYED = client({ clientId: 'keyed', secrets: [] });
const SPA = client({ clientId: 'spa', type: 'public', tokenEndpointAuthMethods: ['none'] });

describe('ClientAuthenticator', () => {
  it('finds a client by the one method that the request uses', async () => {
    const { authenticate } = build(APP, SPA);
    expect(await authenticate(header('app:secret'))).toBe(APP);
    expect(await authenticate(undefined, { client_id: 'app', client_secret: 'secret' })).toBe(APP);
    expect(await authenticate(undefined, { client_id: 'spa' })).toBe(SPA);
    expect(await authenticate('Bearer abc', { client_id: 'spa' })).toBe(SPA);
  });

  it('refuses a request that names no client, without counting anybody', async () => {
    const { authenticate, counted } = build(APP);
    await expect(authenticate(undefined)).rejects.toMatchObject({ code: 'invalid_client', challenges: [] });
    expect(counted).toEqual([]);
  });

  it('req 43: does the work for an unknown client too', async () => {
    const { authenticate, asked } = build(APP);
    await expect(authenticate(header('nobody:secret'))).rejects.toMatchObject({ code: 'invalid_client' });
    expect(asked).toEqual([null]);
  });

  const HERE = { purpose: 'client_authentication', subject: '', address: '192.0.2.1', allowance: 20 };
  const EVERYWHERE = { ...HERE, address: null, allowance: 200 };

  it.each([
    ['the secret of a client', 'app:wrong', { purpose: 'client_secret', subject: 'app' }],
    ['the key of the realm, through whatever client', 'keyed:wrong', { purpose: 'realm_key', subject: '' }],
    ['nothing, under one name for all clients that do not exist', 'x:y', { purpose: 'unknown_client', subject: '' }],
  ])('req 43: counts a wrong secret as a guess at %s', async (_, credentials, guess) => {
    const { authenticate, counted, ended } = build(APP, KEYED);
    await expect(authenticate(header(credentials))).rejects.toMatchObject({ code: 'invalid_client' });
    expect(counted).toMatchObject([{ ...HERE, ...guess }, HERE, EVERYWHERE]);
    expect(ended).toEqual(counted.slice(0, 1));
  });

  it('req 43: counts a header of two readings once for each id that it may mean', async () => {
    const { authenticate, counted } = build(APP);
    await expect(authenticate(header('ap%70:wr%6Fng'))).rejects.toMatchObject({ code: 'invalid_client' });
    expect(counted.map(({ purpose }) => purpose).slice(0, 2)).toEqual(['client_secret', 'unknown_client']);
    counted.length = 0;
    await expect(authenticate(header('app:wr%6Fng'))).rejects.toMatchObject({ code: 'invalid_client' });
    expect(counted).toMatchObject([{ purpose: 'client_secret', subject: 'app' }, HERE, EVERYWHERE]);
  });

  it('records a failure of a client', async () => {
    const { authenticate, recorded } = build(APP);
    await expect(authenticate(header('app:wrong'))).rejects.toMatchObject({ code: 'invalid_client' });
    expect(recorded).toMatchObject([{ type: 'client.authentication_failed', outcome: 'failure', clientId: 'app' }]);
  });

  it('counts the right key of a disabled client as no guess at the key', async () => {
    const { authenticate, counted } = build({ ...KEYED, enabled: false });
    await expect(authenticate(header('keyed:secret'))).rejects.toMatchObject({ code: 'invalid_client' });
    expect(counted[0]).toMatchObject({ purpose: 'client_secret', subject: 'keyed' });
  });

  it('records no id that no client has: it may be a secret', async () => {
    const { authenticate, recorded } = build(APP);
    await expect(authenticate(header('secret:app'))).rejects.toMatchObject({ code: 'invalid_client' });
    expect(recorded[0]!.clientId).toBeUndefined();
  });

  it('counts no guess where no secret is guessed', async () => {
    const { authenticate, counted } = build(APP);
    await expect(authenticate(undefined, { client_id: 'app' })).rejects.toMatchObject({ code: 'invalid_client' });
    expect(counted).toMatchObject([HERE, EVERYWHERE]);
  });

  it.each(['app:wrong', 'nobody:wrong', 'app:secret', 'keyed:secret'])(
    'req 43, 84: asks for patience and writes nothing, be it %s',
    async (credentials) => {
      const { authenticate, recorded, state } = build(APP, KEYED);
      Object.assign(state, { waiting: true, refused: true });
      await expect(authenticate(header(credentials))).rejects.toMatchObject({ status: 429, retryAfter: 60 });
      expect(recorded).toEqual([]);
    },
  );

  it('req 42: finds a client under the raw id when the decoded one is unknown', async () => {
    const odd = client({ clientId: 'a%2Db' });
    const { authenticate, counted, ended } = build(odd);
    expect(await authenticate(header('a%2Db:secret'))).toBe(odd);
    expect([counted, ended]).toMatchObject([[], [{ purpose: 'unknown_client' }]]);
  });

  it('refuses a disabled client, whatever its secret', async () => {
    const { authenticate } = build(client({ clientId: 'app', enabled: false }));
    await expect(authenticate(header('app:secret'))).rejects.toMatchObject({ code: 'invalid_client' });
  });

  it.each([
    ['Basic and a posted secret', header('app:secret'), { client_id: 'app', client_secret: 'secret' }],
    ['malformed Basic and a posted secret', 'Basic ?', { client_id: 'app', client_secret: 'secret' }],
    ['Basic and another client_id', header('app:secret'), { client_id: 'spa' }],
  ])('req 41: refuses %s as invalid_request', async (_, authorization, form) => {
    const { authenticate } = build(APP, SPA);
    await expect(authenticate(authorization, form)).rejects.toMatchObject({ code: 'invalid_request' });
  });
});
