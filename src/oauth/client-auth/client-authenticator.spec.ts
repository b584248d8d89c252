import type { AttemptLimit } from '../../attempts/attempts.types.js';
import type { AuditEvent } from '../../audit/audit.types.js';
import type { Client } from '../../clients/client.types.js';
import type { RawParameters } from '../../protocol/parameters.js';
import type { Realm } from '../../realms/realm.types.js';
import { ClientAuthenticator } from './client-authenticator.js';
import { ClientSecretBasicMethod } from './client-secret-basic.method.js';
import { ClientSecretPostMethod } from './client-secret-post.method.js';
import { NoneMethod } from './none.method.js';

const REALM = { id: 'realm', name: 'demo' } as Realm;
const header = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

const client = (changes: Partial<Client>): Client =>
  ({
    type: 'confidential',
    enabled: true,
    tokenEndpointAuthMethods: ['client_secret_basic', 'client_secret_post'],
    ...changes,
  }) as Client;

/** An authenticator over clients whose secret is `secret`, and what it counted and recorded. */
function build(...known: Client[]) {
  const counted: AttemptLimit[] = [];
  const recorded: AuditEvent[] = [];
  const asked: (Client | null)[] = [];
  const state = { blocked: false };
  const clients = {
    find: async (_: Realm, clientId: string) => known.find((one) => one.clientId === clientId) ?? null,
    verifySecret: (_: Realm, one: Client | null, secret: string) => {
      asked.push(one);
      return one !== null && secret === 'secret';
    },
  } as never;
  const attempts = {
    isBlocked: async () => state.blocked,
    fail: async (_: Realm, limit: AttemptLimit) => void counted.push(limit),
  } as never;
  const audit = { record: async (_: Realm, event: AuditEvent) => void recorded.push(event) } as never;
  const all = [new ClientSecretBasicMethod(clients), new ClientSecretPostMethod(clients), new NoneMethod()];
  const methods = new Map(all.map((method) => [method.name, method]));
  const settings = { clientFailuresPerAddress: 20 } as never;
  const authenticator = new ClientAuthenticator(methods, clients, attempts, audit, settings);
  const authenticate = (authorization: string | undefined, form: Record<string, string> = {}): Promise<Client> =>
    authenticator.authenticate(REALM, {
      authorization,
      parameters: Object.entries(form) as RawParameters,
      request: { id: 'request', address: '192.0.2.1' },
    });
  return { authenticate, counted, recorded, asked, state };
}

const APP = client({ clientId: 'app' });
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

  it('req 43: counts a wrong secret under the client and the address', async () => {
    const { authenticate, counted, recorded } = build(APP);
    await expect(authenticate(header('app:wrong'))).rejects.toMatchObject({ code: 'invalid_client' });
    expect(counted).toMatchObject([{ purpose: 'client_secret', subject: 'app', address: '192.0.2.1', allowance: 20 }]);
    expect(recorded).toMatchObject([{ type: 'client.authentication_failed', outcome: 'failure', clientId: 'app' }]);
  });

  it('records no id that no client has: it may be a secret', async () => {
    const { authenticate, recorded } = build(APP);
    await expect(authenticate(header('secret:app'))).rejects.toMatchObject({ code: 'invalid_client' });
    expect(recorded[0]!.clientId).toBeUndefined();
  });

  it('counts nothing where no secret is guessed', async () => {
    const { authenticate, counted } = build(APP);
    await expect(authenticate(undefined, { client_id: 'app' })).rejects.toMatchObject({ code: 'invalid_client' });
    expect(counted).toEqual([]);
  });

  it('req 84: asks for patience before it looks at the secret', async () => {
    const { authenticate, asked, state } = build(APP);
    state.blocked = true;
    await expect(authenticate(header('app:secret'))).rejects.toMatchObject({ status: 429, retryAfter: 60 });
    expect(asked).toEqual([]);
  });

  it('req 42: finds a client under the raw id when the decoded one is unknown', async () => {
    const odd = client({ clientId: 'a%2Db' });
    expect(await build(odd).authenticate(header('a%2Db:secret'))).toBe(odd);
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
