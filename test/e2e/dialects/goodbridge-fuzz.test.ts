import fc from 'fast-check';
import { aClient, aRealm, type BuiltClient } from '../../support/builders.js';
import { request } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { GoodbridgeClient, type Pair } from './goodbridge.client.js';

/** Part of every odd value: an answer that holds it has reflected its request. */
const CANARY = 'Zq7<x>"';
const STACK = /\bat .+:\d+:\d+|node_modules|\.ts:\d|Error:|SELECT |typeorm|sqlite/i;
const ENDPOINTS = ['token', 'revoke', 'introspect'];
const NAMES = ['grant_type', 'client_id', 'client_secret', 'refresh_token', 'token', 'token_type_hint', 'access_token'];
const TYPES = [
  'application/json',
  'application/x-www-form-urlencoded',
  'application/json; charset=utf-16',
  'multipart/form-data',
  'text/plain',
  'x',
  '',
];

describe('fuzzing of GoodBridge', () => {
  let server: TestServer;
  let base: string;
  let client: BuiltClient;
  let pair: Pair;

  beforeAll(async () => {
    server = await startServer({
      settings: { CLIENT_FAILURES_PER_ADDRESS: '100000', OPEN_REQUESTS_PER_ADDRESS: '100000' },
    });
    const realm = await aRealm(server);
    client = await aClient(server, realm);
    base = `${server.issuer(realm.name)}/dialects/goodbridge`;
    pair = await new GoodbridgeClient(base, client).pair();
  });
  afterAll(() => server.close());

  const odd = fc
    .oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('\0', '__proto__', '%00', '%ff', '\r\nX: y', '💥', "' OR '1'='1"),
      fc.integer({ max: 20_000, min: 0 }).map((length) => 'A'.repeat(length)),
    )
    .map((text) => CANARY + text);
  const good = () =>
    fc.constantFrom(
      ...['client_credentials', 'refresh', 'refresh_token', 'access', '', client.clientId, client.secret],
      ...[pair.access_token, pair.refresh_token],
    );
  const value = () => fc.oneof(good(), odd);
  const pairs = () => fc.array(fc.tuple(fc.oneof(fc.constantFrom(...NAMES), odd), value()), { maxLength: 5 });
  const encoded = (list: [string, string][]): string => new URLSearchParams(list).toString();

  /** Requests that are good in themselves, with whatever else there may be. */
  const goodBody = () =>
    fc
      .record({ more: fc.dictionary(odd, fc.jsonValue()), named: fc.constantFrom('refresh', 'client_credentials') })
      .map(({ more, named }) => {
        const { clientId: client_id, secret: client_secret } = client;
        return JSON.stringify({
          ...more,
          grant_type: named,
          client_id,
          client_secret,
          refresh_token: pair.refresh_token,
        });
      });
  const goodQuery = () =>
    fc.constantFrom(`?access_token=${pair.access_token}`, '?token=unknown&token_type_hint=access');

  const body = () =>
    fc.oneof(
      { weight: 6, arbitrary: goodBody() },
      pairs().map(encoded),
      fc.json(),
      fc
        .dictionary(fc.constantFrom(...NAMES), fc.oneof(value(), fc.jsonValue()))
        .map((object) => JSON.stringify(object)),
      fc.string(),
      fc.constant('{"grant_type":{"__proto__":1}}'),
      fc.constant('['.repeat(40)),
    );
  const query = () =>
    fc.oneof(
      { weight: 3, arbitrary: fc.constant('') },
      { weight: 3, arbitrary: goodQuery() },
      pairs().map((list) => `?${encoded(list).slice(0, 3000)}`),
      fc.constantFrom('?token=%', '?access_token=%ff', '?access_token', '??', '?token=a&token=b', '?token[]=a'),
    );

  it('req 27, 87, 88: every refusal has its form, none is a fault of the server, and none reflects what was sent', async () => {
    const statuses = new Set<number>();
    const property = fc.asyncProperty(
      fc.record({
        method: fc.constantFrom('POST', 'GET', 'DELETE', 'PUT', 'PATCH'),
        endpoint: fc.constantFrom(...ENDPOINTS),
        query: query(),
        type: fc.oneof(fc.constantFrom('application/json'), fc.constantFrom(...TYPES)),
        body: body(),
      }),
      async ({ method, endpoint, query, type, body }) => {
        const init = method === 'GET' ? {} : { body: Buffer.from(body), headers: { 'content-type': type } };
        const answer = await request(`${base}/oauth/${endpoint}${query}`, { method, ...init });
        statuses.add(answer.status);
        expect(answer.status).toBeLessThan(500);
        expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
        if (answer.status >= 400) expect(Object.keys(answer.body)).toEqual(['error', 'error_description', 'detail']);
        expect(answer.text).not.toMatch(STACK);
        expect(answer.text).not.toContain(CANARY.slice(0, 4));
      },
    );
    await fc.assert(property, { numRuns: 500 });
    expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 405]));
    expect(server.log.filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([]);
  }, 60_000);
});
