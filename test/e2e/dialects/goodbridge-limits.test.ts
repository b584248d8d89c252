import { atOnce } from '../../support/at-once.js';
import { aClient, aRealm, type BuiltClient } from '../../support/builders.js';
import { OAuth } from '../../support/oauth.js';
import { request } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { GoodbridgeClient } from './goodbridge.client.js';

const LIMIT = 5;

describe('the limits of GoodBridge', () => {
  let server: TestServer;
  let oauth: OAuth;
  let client: BuiltClient;
  let goodbridge: GoodbridgeClient;

  beforeAll(async () => {
    server = await startServer({
      settings: {
        DIALECT_GOODBRIDGE_REALM: 'surveys',
        OPEN_REQUESTS_PER_ADDRESS: String(LIMIT),
        CLIENT_FAILURES_PER_ADDRESS: '3',
        TRUST_PROXY: '127.0.0.1',
      },
    });
    const realm = await aRealm(server, {}, 'surveys');
    client = await aClient(server, realm);
    oauth = new OAuth(server, realm);
    goodbridge = new GoodbridgeClient(server.url, client);
  });
  afterAll(() => server.close());

  const path = (endpoint: string): string => `${server.url}/oauth/${endpoint}`;
  const from = (address: string, url: string, method = 'GET') =>
    request(url, { method, headers: { 'x-forwarded-for': address } });

  it('req 89: the endpoints without credentials share a number of requests a minute for each address', async () => {
    const { access_token } = await goodbridge.pair();
    const below = `${server.issuer('surveys')}/dialects/goodbridge/oauth/introspect?access_token=${access_token}`;
    const introspection = path(`introspect?access_token=${access_token}`);
    const ask = [
      ...[0, 1].map(() => () => from('192.0.2.1', introspection)),
      ...[0, 1].map(() => () => from('192.0.2.1', below)),
      () => from('192.0.2.1', path('revoke?token=unknown'), 'DELETE'),
    ];
    for (const one of ask) expect((await one()).status).toBe(200);
    for (const one of [ask[0]!, ask[2]!, ask[4]!]) {
      const { status, headers, text } = await one();
      const words = 'Too many requests came from this address. Try again later.';
      expect(status).toBe(429);
      expect(text).toBe(`{"error":"temporarily_unavailable","error_description":"${words}","detail":"${words}"}`);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
      expect(headers.get('cache-control')).toBe('no-store');
    }
    expect((await from('192.0.2.2', introspection)).status).toBe(200);
  });

  it('req 89: the addresses of one IPv6 network count as one', async () => {
    const { access_token } = await goodbridge.pair();
    const introspection = path(`introspect?access_token=${access_token}`);
    const answers = await atOnce(LIMIT + 1, (index) => from(`2001:db8:0:1::${index + 1}`, introspection));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(LIMIT).fill(200), 429]);
    expect((await from('2001:db8:0:2::1', introspection)).status).toBe(200);
  });

  it('counts neither tokens that are asked for nor introspections with credentials', async () => {
    const answers = await atOnce(LIMIT * 3, () => goodbridge.getToken());
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const token = answers[0]!.body['access_token'];
    const introspections = await atOnce(LIMIT * 3, () => oauth.introspect(client, token));
    expect(new Set(introspections.map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('req 84: wrong secrets count where the standard endpoints count them', async () => {
    const own = await aClient(server, oauth.realm);
    const guess = new GoodbridgeClient(server.url, { ...own, secret: 'guess' });
    for (let tries = 0; tries < 3; tries++) expect((await guess.getToken()).status).toBe(401);
    const refused = await new GoodbridgeClient(server.url, own).getToken();
    expect([refused.status, Object.keys(refused.body)]).toEqual([429, ['error', 'error_description', 'detail']]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await oauth.clientCredentials(own)).status).toBe(429);
  });

  it('req 53, 89: refuses what is too long, and loses nothing of it', async () => {
    const long = 'x'.repeat(16 * 1024 + 1);
    const post = (body: string) =>
      request(path('token'), { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const id = { grant_type: 'client_credentials', client_id: 'y'.repeat(4097), client_secret: 'z' };
    expect(await post(JSON.stringify({ grant_type: 'refresh', refresh_token: long }))).toMatchObject({ status: 400 });
    expect(await post(JSON.stringify(id))).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    const huge = await post(JSON.stringify({ grant_type: 'x'.repeat(65 * 1024) }));
    expect([huge.status, Object.keys(huge.body)]).toEqual([413, ['error', 'error_description', 'detail']]);
  });
});
