import fc from 'fast-check';
import { request as httpRequest } from 'node:http';
import type { BuiltUser } from '../../support/builders.js';
import { startServer, type TestServer } from '../../support/server.js';
import { anOnesaitRealm, clientOf, KEY, member, realmBase } from './onesait-support.js';
import type { OnesaitPair } from './onesait.client.js';

const STACK = /\bat .+:\d+:\d+|node_modules|\.ts:\d|Error:|SELECT |typeorm|sqlite/i;
const PATHS = [
  'oauth-server/oauth/token',
  'oauth-server/oauth/check_token',
  'oauth-server/openplatform-oauth/check_token',
  'oauth-server/openplatform-oauth/revoke_token',
];
const NAMES = [
  'grant_type',
  'username',
  'password',
  'scope',
  'clientId',
  'client_id',
  'client_secret',
  'vertical',
  'refresh_token',
  'token',
  'code',
];
const TYPES = [
  'application/x-www-form-urlencoded',
  'application/json',
  'application/x-www-form-urlencoded; charset=latin1',
  'multipart/form-data',
  'text/plain',
  'x',
  '',
];

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: [string, string][];
  readonly body: Buffer;
}

describe('fuzzing of onesait', () => {
  let server: TestServer;
  let bases: string[];
  let user: BuiltUser;
  let pair: OnesaitPair;

  beforeAll(async () => {
    server = await startServer({
      settings: { CLIENT_FAILURES_PER_ADDRESS: '100000', LOGIN_FAILURES_PER_ADDRESS: '3' },
    });
    const realm = await anOnesaitRealm(server, 'acme', ['developer']);
    user = await member(server, realm, 'ada', ['developer']);
    pair = await clientOf(server, realm).pair(user);
    bases = [server.url, realmBase(server, realm), `${server.issuer('nowhere')}/dialects/onesait`];
  });
  afterAll(() => server.close());

  const odd = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom('\0', '__proto__', 'constructor', '%00', '%ff', '\r\nX: y', '💥', "' OR '1'='1", '"', '\\', 'é'),
    fc.integer({ min: 0, max: 20_000 }).map((length) => 'A'.repeat(length)),
  );
  const good = (): fc.Arbitrary<string> =>
    fc.constantFrom(
      ...['password', 'refresh_token', 'authorization_code', 'client_credentials', 'implicit', 'acme', KEY, 'openid'],
      ...[user.username, user.password, pair.access_token, pair.refresh_token, ''],
    );
  const pairs = (): fc.Arbitrary<[string, string][]> =>
    fc.array(fc.tuple(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...NAMES) }, odd), fc.oneof(good(), odd)), {
      maxLength: 6,
    });
  /** Requests that are whole, with something odd in the place of one value or beside them. */
  const whole = (): fc.Arbitrary<[string, string][]> =>
    fc
      .tuple(
        fc.constantFrom<Record<string, string>>(
          { grant_type: 'password', username: user.username, password: 'wrong' },
          { grant_type: 'password', username: user.username, password: user.password, scope: 'openid' },
          { grant_type: 'refresh_token', refresh_token: pair.refresh_token },
          { token: pair.access_token },
        ),
        fc.oneof(fc.constant({}), fc.dictionary(fc.oneof(fc.constantFrom(...NAMES), odd), odd, { maxKeys: 2 })),
      )
      .map(([base, changes]) => Object.entries({ ...base, ...changes }));

  const encoded = (list: [string, string][]): string =>
    new URLSearchParams(
      list.map(([name, value]): [string, string] => [wellFormed(name), wellFormed(value)]),
    ).toString();

  const body = (): fc.Arbitrary<Buffer> =>
    fc.oneof(
      { weight: 5, arbitrary: whole().map((list) => Buffer.from(encoded(list))) },
      { weight: 3, arbitrary: pairs().map((list) => Buffer.from(encoded(list))) },
      fc.json().map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.constant(Buffer.from('token=%')),
      fc.constant(Buffer.alloc(66_000, 'a=1&')),
    );
  const query = (): fc.Arbitrary<string> =>
    fc.oneof(
      { weight: 4, arbitrary: fc.constant('') },
      { weight: 3, arbitrary: fc.constant(`?token=${pair.access_token}`) },
      pairs().map((list) => `?${encoded(list).slice(0, 3000)}`),
      fc.constantFrom('?token=%', '?token=%ff', '?token', '??', '?token=a&token=b', '?token[]=a', '?', '?#'),
    );
  const authorization = (): fc.Arbitrary<[string, string][]> => {
    const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
    const header = fc.oneof(
      { weight: 5, arbitrary: fc.constant(basic(`acme:${KEY}`)) },
      fc.tuple(fc.oneof(good(), odd), fc.oneof(good(), odd)).map(([id, secret]) => basic(`${id}:${secret}`)),
      fc.uint8Array({ maxLength: 40 }).map((bytes) => `Basic ${Buffer.from(bytes).toString('base64')}`),
      fc.constantFrom('Basic', 'Basic !', `Bearer ${pair.access_token}`, 'basic  x'),
      odd,
    );
    // Two of them and a query together are shorter than what Node refuses before anybody of ours sees it (16 KiB).
    const one = header.map((text): [string, string] => ['Authorization', headerSafe(text).slice(0, 6000)]);
    return fc.oneof(
      { weight: 8, arbitrary: fc.array(one, { minLength: 1, maxLength: 1 }) },
      fc.array(one, { maxLength: 2 }),
    );
  };

  const sent = (): fc.Arbitrary<Sent> =>
    fc
      .record({
        method: fc.constantFrom('POST', 'POST', 'POST', 'GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'),
        base: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...bases.slice(0, 2)) }, fc.constantFrom(...bases)),
        path: fc.constantFrom(...PATHS),
        query: query(),
        type: fc.oneof({ weight: 5, arbitrary: fc.constant(TYPES[0]!) }, fc.constantFrom(...TYPES)),
        credentials: authorization(),
        body: body(),
      })
      .map(({ method, base, path, query: search, type, credentials, body: bytes }) => ({
        method,
        path: `${base}/${path}${search}`,
        headers: [['Content-Type', type], ...credentials],
        body: bytes,
      }));

  it('req 27, 87, 88: every refusal has its form, and none is a fault of the server', async () => {
    const statuses = new Set<number>();
    const property = fc.asyncProperty(sent(), async (request) => {
      const { status, type, text } = await send(request);
      statuses.add(status);
      expect(status).toBeLessThan(500);
      expect(type).toBe('application/json;charset=UTF-8');
      if (request.method === 'HEAD') return;
      const members = Object.keys(JSON.parse(text) as object);
      if (status >= 400) expect(members.slice(0, 2)).toEqual(['error', 'error_description']);
      expect(text).not.toMatch(STACK);
    });
    // Chance finds the realm that does not exist almost always, and the statuses below want it always.
    const proof = `Basic ${Buffer.from(`acme:${KEY}`).toString('base64')}`;
    const headers: Sent['headers'] = [
      ['Content-Type', TYPES[0]!],
      ['Authorization', proof],
    ];
    const nowhere: Sent = { method: 'POST', path: `${bases[2]}/${PATHS[0]}`, headers, body: Buffer.from('token=none') };
    await fc.assert(property, { numRuns: Number(process.env['FUZZ_RUNS'] ?? 600), examples: [[nowhere]] });
    expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 401, 404, 405]));
    expect(server.log.filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([]);
  }, 120_000);
});

/** What HTTP allows in a header: everything else never leaves a client. */
const headerSafe = (text: string): string => text.replace(/[^\x20-\x7e\x80-\xff]/g, '').trim();

/** Lone surrogates have no bytes to be sent as. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

/** As it is, repeated headers and all: `fetch` would tidy it up. */
function send({ method, path, headers, body }: Sent): Promise<{ status: number; type?: string; text: string }> {
  const { hostname, port, origin } = new URL(path);
  const length = method === 'GET' || method === 'HEAD' ? [] : [['Content-Length', String(body.length)]];
  const all = [['Host', `${hostname}:${port}`], ...length, ...headers].flat();
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ hostname, port, path: path.slice(origin.length), method, headers: all });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'],
          text: Buffer.concat(chunks).toString(),
        }),
      );
      response.on('error', reject);
    });
    if (length.length > 0) outgoing.write(body);
    outgoing.end();
  });
}
