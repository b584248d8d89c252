import fc from 'fast-check';
import { ClientsService } from '../../../src/clients/clients.service.js';
import { request } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { CALLBACK, Organisation, raw } from './gtwy-support.js';

/** Part of every odd text: an answer that holds it has reflected its request. */
const CANARY = 'Zq7<x>"';
const INSIDE = /\bat .+:\d+:\d+|node_modules|\.ts:\d|Error:.*\.js|SELECT |typeorm|sqlite|mysql/i;
/** The members of every answer that this dialect gives, in their order. */
const SHAPES = [
  'auth_token',
  'message',
  'message data',
  'success message',
  'success message access_token refresh_token',
  'success message access_token',
];
const ROUTES = ['GET auth_token', 'POST ', 'POST verify', 'POST refresh'];

const odd = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom('\0', "' OR '1'='1", '[object Object]', '%00', '\r\nX: y', '💥', 'javascript:alert(1)', '\ud800'),
    fc.integer({ min: 0, max: 20_000 }).map((length) => 'A'.repeat(length)),
  )
  .map((text) => CANARY + text);

let server: TestServer;
let org: Organisation;
let known: string[];

beforeAll(async () => {
  server = await startServer();
  org = await Organisation.create(server);
  const { access, refresh } = await org.verified();
  known = [(await org.tokensOf(org.manager)).access, access, refresh, 'saved', org.foreign.clientId, CALLBACK];
});
afterAll(() => server.close());

const texts = (): fc.Arbitrary<string> =>
  fc.oneof(fc.constantFrom(...known), odd, fc.webUrl(), fc.stringMatching(/^[0-9a-f]{1,32}$/));

const members = (): fc.Arbitrary<object> =>
  fc.dictionary(
    fc.oneof(fc.constantFrom('client_id', 'redirection_url', 'refresh_token'), fc.constantFrom('state', 'name')),
    fc.oneof({ weight: 4, arbitrary: texts() }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) as never }),
    { maxKeys: 4 },
  );

const bodies = (): fc.Arbitrary<string | Uint8Array | undefined> =>
  fc.oneof(
    { weight: 8, arbitrary: members().map((value) => JSON.stringify(value)) },
    { weight: 2, arbitrary: fc.json() },
    { weight: 1, arbitrary: odd },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 100 }) },
    { weight: 1, arbitrary: fc.constantFrom(undefined, '', 'null', '{"client_id":"a","client_id":"b"}') },
    { weight: 1, arbitrary: fc.constantFrom('[['.repeat(40_000), `{"client_id":"${'a'.repeat(70_000)}"}`) },
  );

const headers = (): fc.Arbitrary<Record<string, string>> =>
  fc
    .record({
      'authorization': fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...known.slice(0, 3)) },
        { weight: 2, arbitrary: fc.constantFrom('Bearer', 'Basic YTpi', '', 'null', 'a.b.c', `Bearer ${known[0]}`) },
        { weight: 1, arbitrary: odd.map(headerSafe) },
      ),
      'proxy_auth_token': fc.oneof(fc.constantFrom(...known.slice(0, 3)), odd.map(headerSafe)),
      'content-type': fc.oneof(
        { weight: 8, arbitrary: fc.constant('application/json') },
        {
          weight: 1,
          arbitrary: fc.constantFrom('application/x-www-form-urlencoded', 'text/plain', 'x', 'multipart/form-data'),
        },
      ),
    })
    .chain((all) => fc.subarray(Object.keys(all), { minLength: 1 }).map((names) => only(all, names)));

const only = (all: Record<string, string>, names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, all[name] ?? '']));

/** What `fetch` can send. */
function headerSafe(text: string): string {
  return text
    .replace(/[^\x20-\x7e]/g, '')
    .trim()
    .slice(0, 4000);
}

describe('whatever is sent to the dialect', () => {
  it('req 27, 87, 88: gets an answer in its own shape, which reflects and betrays nothing', async () => {
    const statuses = new Set<number>();
    const sent = fc.record({
      route: fc.constantFrom(...ROUTES),
      query: fc.oneof(
        { weight: 6, arbitrary: fc.constant('') },
        odd.map((text) => `?a=${headerSafe(encodeURIComponent(Buffer.from(text).toString()))}`),
      ),
      headers: headers(),
      body: bodies(),
    });
    const property = fc.asyncProperty(sent, async ({ route, query, headers: sentHeaders, body }) => {
      const [method = '', path = ''] = route.split(' ');
      const init = { method, headers: sentHeaders, ...(method === 'POST' && { body: body as string }) };
      const answer = await request(`${org.calls.base}${path && '/'}${path}${query}`, init);
      statuses.add(answer.status);
      expect(answer.status).toBeLessThan(500);
      expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(SHAPES).toContain(Object.keys(answer.body).join(' '));
      expect(answer.text).not.toMatch(INSIDE);
      expect(answer.text).not.toContain(CANARY.slice(0, 4));
    });
    await fc.assert(property, { numRuns: 600 });
    expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 401, 413, 415]));
    expect(server.log.filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([]);
  });

  it('leaves every client but its own as it was', async () => {
    const property = fc.asyncProperty(texts(), async (url) => {
      expect((await org.calls.save(raw(known[0] ?? ''), org.foreign.clientId, url)).status).toBe(400);
    });
    await fc.assert(property, { numRuns: 30 });
    expect(await server.get(ClientsService).get(org.realm, org.foreign.clientId)).toMatchObject({ version: 1 });
  });
});
