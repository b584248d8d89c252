import { AuditService } from '../../../src/audit/audit.service.js';
import { ClientsService } from '../../../src/clients/clients.service.js';
import { DatabaseError } from '../../../src/database/database-error.js';
import { Sql } from '../../../src/database/sql.js';
import { UsersService } from '../../../src/users/users.service.js';
import { aUser } from '../../support/builders.js';
import { postForm, request, type Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { CALLBACK, GtwyCalls, Organisation, proxied, raw } from './gtwy-support.js';

const NAME = 'gtwy-org';
const DAY = 24 * 3600;

let server: TestServer;
let org: Organisation;
let manager: string;
let user: string;

beforeAll(async () => {
  server = await startServer({ settings: { DIALECT_GTWY_REALM: NAME } });
  org = await Organisation.create(server, { name: NAME });
  manager = (await org.tokensOf(org.manager)).access;
  user = (await org.tokensOf(org.user)).access;
});
afterAll(() => server.close());

const seen = ({ status, text }: Answer): string => `${status} ${text}`;
const verifyFailed =
  '400 {"success":false,"message":"Error verifying auth token: Invalid client_id or redirection_url"}';
const refreshRefused = '401 {"success":false,"message":"Invalid or expired refresh token"}';
const unauthorized = '401 {"message":"unauthorized user"}';
const clients = (): ClientsService => server.get(ClientsService);

describe('a client', () => {
  it('gets its auth token, saves itself, is verified, uses, refreshes, and is out after the revocation', async () => {
    const calls = new GtwyCalls(`${server.url}/gtwy`);
    const authToken = String((await calls.authToken(raw(manager))).body['auth_token']);
    expect(seen(await calls.save(raw(manager), 'story'))).toBe(
      '200 {"success":true,"message":"Auth token saved successfully"}',
    );
    const pair = (await calls.verify(raw(manager), 'story')).body;
    const [access, refresh] = [String(pair['access_token']), String(pair['refresh_token'])];

    expect((await calls.authToken(proxied(access))).body).toEqual({ auth_token: authToken });
    const renewed = [await calls.refresh(refresh), await calls.refresh(refresh)].map(({ body }) => body);
    const issued = [access, ...renewed.map(({ access_token: value }) => String(value))];
    expect(new Set(issued).size).toBe(3);
    for (const token of issued) expect((await calls.authToken(proxied(token))).status).toBe(200);

    expect(seen(await org.revoke('story', issued[1] ?? ''))).toBe('200 {}');
    expect(seen(await calls.authToken(proxied(issued[1] ?? '')))).toBe(unauthorized);
    expect((await calls.refresh(refresh)).status).toBe(200);

    expect(seen(await org.revoke('story', refresh))).toBe('200 {}');
    for (const token of issued) expect(seen(await calls.authToken(proxied(token)))).toBe(unauthorized);
    expect(seen(await calls.refresh(refresh))).toBe(refreshRefused);
  });

  it('is stored as one of this dialect, public and with nothing to do elsewhere', async () => {
    await org.calls.save(raw(manager), 'stored');
    expect(await clients().get(org.realm, 'stored')).toMatchObject({
      origin: 'gtwy',
      type: 'public',
      grantTypes: [],
      scopes: [],
      redirectUris: [CALLBACK],
      accessTokenValiditySeconds: 3600,
      refreshTokenValiditySeconds: 30 * DAY,
    });
    const { refresh } = await org.verified('stored');
    const standard = await org.oauth.refresh({ ...org.foreign, type: 'public', clientId: 'stored' }, refresh);
    expect([standard.status, standard.body['error']]).toEqual([400, 'unauthorized_client']);
    const unproven = { grant_type: 'refresh_token', refresh_token: refresh };
    expect((await postForm(org.oauth.url('oauth/token'), unproven)).body['error']).toBe('invalid_client');
  });

  it('has the URL that was saved last, and no other', async () => {
    const next = 'https://next.example/callback';
    await org.calls.save(raw(manager), 'moved');
    expect((await org.calls.save(raw(manager), 'moved', next)).status).toBe(200);
    expect(seen(await org.calls.verify(raw(user), 'moved'))).toBe(verifyFailed);
    expect((await org.calls.verify(raw(user), 'moved', next)).status).toBe(200);
  });

  it('of the standard kind is neither replaced nor told apart from an unknown one', async () => {
    const { clientId } = org.foreign;
    expect((await org.calls.save(raw(manager), clientId)).status).toBe(400);
    expect((await clients().get(org.realm, clientId)).redirectUris).toEqual(['https://foreign.example/callback']);
    expect(seen(await org.calls.verify(raw(user), clientId, 'https://foreign.example/callback'))).toBe(verifyFailed);
  });

  it('that is disabled is verified no more, and its tokens end', async () => {
    const { access, refresh } = await org.verified('disabled');
    await clients().update(org.realm, 'disabled', { enabled: false });
    expect(seen(await org.calls.verify(raw(user), 'disabled'))).toBe(verifyFailed);
    expect(seen(await org.calls.refresh(refresh))).toBe(refreshRefused);
    expect(seen(await org.calls.verify(proxied(access), 'saved'))).toBe(unauthorized);
  });

  it('is written into the audit record by whoever saved it, once for each change', async () => {
    const other = 'https://other.example/callback';
    for (const url of [CALLBACK, CALLBACK, other]) await org.calls.save(raw(manager), 'recorded', url);
    const { items } = await server.get(AuditService).list(org.realm, { user: org.manager.id }, { limit: 200 });
    const changes = items.filter(({ detail }) => detail?.['target'] === 'recorded').map(({ type }) => type);
    expect(changes).toEqual(['admin.client.updated', 'admin.client.created']);
  });
});

describe('a caller', () => {
  const who = (headers: Record<string, string>): Promise<string> =>
    org.calls.verify(headers, 'nobody').then(({ status }) => (status === 401 ? 'nobody' : 'known'));

  it('shows its token as it is, as Bearer, or as proxy_auth_token', async () => {
    for (const headers of [raw(user), raw(`Bearer ${user}`), raw(`bearer ${user}`), proxied(user)]) {
      expect(await who(headers)).toBe('known');
    }
  });

  it('is judged by Authorization alone when it sends both', async () => {
    expect(await who({ ...raw('nonsense'), ...proxied(user) })).toBe('nobody');
    expect(await who({ ...raw(user), ...proxied('nonsense') })).toBe('known');
  });

  it('is nobody with a refresh token, a token of another realm or audience, or one that is over', async () => {
    const elsewhere = await Organisation.create(server);
    const audience = ['https://api.example'];
    const forOthers = await clients().create(org.realm, { ...(await anApi()), audience });
    const oauth = await org.oauth.password({ ...forOthers.client, secret: forOthers.clientSecret ?? '' }, org.user);
    const ended = (await org.tokensOf(org.user)).access;
    await org.oauth.revoke(org.foreign, ended);
    const refused = [
      (await org.tokensOf(org.user)).refresh,
      (await elsewhere.tokensOf(elsewhere.user)).access,
      String(oauth.body['access_token']),
      ended,
    ];
    for (const token of refused) expect(await who(raw(token))).toBe('nobody');
  });

  const anApi = async () => ({ clientId: 'for-an-api', grantTypes: ['password'] });

  it('manages the organisation as long as it holds the role', async () => {
    const deputy = await aUser(server, org.realm, { roles: ['realm-admin'] });
    const { access } = await org.tokensOf(deputy);
    expect((await org.calls.authToken(raw(access))).status).toBe(200);
    await server.get(UsersService).update(org.realm, deputy.username, { roles: [] });
    expect((await org.calls.authToken(raw(access))).status).toBe(403);
    expect((await org.calls.save(raw(access), 'by-deputy')).status).toBe(403);
    expect(await clients().find(org.realm, 'by-deputy')).toBeNull();
  });
});

describe('tokens of this dialect', () => {
  it('belong to the client and to the user that called', async () => {
    const { access } = await org.verified('owned');
    const { body } = await org.oauth.introspect(org.own, access);
    expect(body).toMatchObject({ active: true, client_id: 'owned', sub: org.user.id, username: org.user.username });
    expect(Number(body['exp']) - Number(body['iat'])).toBe(3600);
  });

  it('end with their time: an hour, and thirty days however often it was used', async () => {
    const late = await startServer({ settings: { DIALECT_GTWY_REALM: NAME } });
    const own = await Organisation.create(late, { name: NAME });
    const { access, refresh } = await own.verified();
    late.advance(3601);
    expect((await own.calls.verify(proxied(access), 'saved')).status).toBe(401);
    late.advance(29 * DAY);
    expect((await own.calls.refresh(refresh)).status).toBe(200);
    late.advance(DAY);
    expect(seen(await own.calls.refresh(refresh))).toBe(refreshRefused);
    await late.close();
  });

  it('end with their user', async () => {
    const { access, refresh } = await org.verified('user-ends');
    const enable = (enabled: boolean) => server.get(UsersService).update(org.realm, org.user.username, { enabled });
    await enable(false);
    expect(seen(await org.calls.refresh(refresh))).toBe(refreshRefused);
    expect(await org.isActive(access)).toBe(false);
    await enable(true);
  });

  it('are of no use in another realm', async () => {
    const elsewhere = await Organisation.create(server);
    const { access, refresh } = await org.verified('here');
    expect(seen(await elsewhere.calls.refresh(refresh))).toBe(refreshRefused);
    expect(seen(await elsewhere.calls.verify(proxied(access), 'here'))).toBe(unauthorized);
  });
});

describe('a realm', () => {
  it('has one auth token for good, another one than every other realm', async () => {
    const [one, other] = [await Organisation.create(server), await Organisation.create(server)];
    const tokenOf = async (of: Organisation): Promise<unknown> => {
      const headers = raw((await of.tokensOf(of.manager)).access);
      return (await of.calls.authToken(headers)).body['auth_token'];
    };
    await one.calls.save(raw((await one.tokensOf(one.manager)).access), 'first');
    const made = await one.authToken();
    expect([await tokenOf(one), await tokenOf(one)]).toEqual([made, made]);
    expect(await tokenOf(other)).not.toBe(made);
  });

  it('that does not exist is 404 in the shape of the dialect', async () => {
    const { status, text } = await new GtwyCalls(`${server.url}/realms/nowhere/dialects/gtwy`).refresh('x');
    expect([status, text]).toEqual([404, '{"message":"The realm does not exist.","data":{}}']);
  });
});

describe('while the database is down', () => {
  const UNAVAILABLE = 'The server cannot answer at the moment. Try again later.';

  it.each([
    ['auth_token', 'GET', { message: UNAVAILABLE, data: {} }],
    ['', 'POST', { success: false, message: `Error saving auth token: Failed to save auth token: ${UNAVAILABLE}` }],
    ['verify', 'POST', { success: false, message: `Error verifying auth token: ${UNAVAILABLE}` }],
    ['refresh', 'POST', { success: false, message: `Error refreshing access token: ${UNAVAILABLE}` }],
  ])('%s answers 503 in the shape of the dialect', async (path, method, body) => {
    const down = (): Promise<never> => Promise.reject(new DatabaseError('fault', 'ECONNREFUSED', 'down'));
    Object.assign(server.get(Sql), { query: down, execute: down, insert: down });
    const answer = await request(`${server.url}/gtwy/${path}`, { method, headers: raw(manager) });
    for (const name of ['query', 'execute', 'insert']) Reflect.deleteProperty(server.get(Sql), name);
    expect(seen(answer)).toBe(`503 ${JSON.stringify(body)}`);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
