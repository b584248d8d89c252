import fc from 'fast-check';
import { aRealm, aUser } from '../../support/builders.js';
import { bearer, request, type Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { masterToken } from '../admin/support.js';
import { asPlatform, type RealmsApiClient } from './onesait-realms-support.js';

const RUNS = Number(process.env.FUZZ_RUNS ?? 40);

let server: TestServer;
let platform: RealmsApiClient;
beforeAll(async () => {
  server = await startServer();
  platform = await asPlatform(server);
  const realm = await aRealm(server, {}, 'fuzzed');
  await aUser(server, realm, { username: 'u' });
});
afterAll(() => server.close());

const MEMBERS = [
  'identification',
  'realmId',
  'name',
  'description',
  'secret',
  'tokenValiditySeconds',
  'roles',
  'publicClient',
  'userId',
  'roleName',
  'parentRealmId',
  'parentRoleName',
  'childRealmId',
  'childRoleName',
  'constructor',
  '__proto__',
];

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('', ' ', 'fuzzed', 'u', 'realm-admin', 'demo', 'master', "' OR 1=1 --", '\u0000', '\ud800', '%00'),
  fc.constantFrom(
    '../..',
    '<img src=x onerror=alert(1)>',
    'x'.repeat(900),
    '\r\nSet-Cookie: a=b',
    'multiple',
    'toString',
  ),
);
const value = fc.oneof(
  text,
  fc.array(text, { maxLength: 3 }),
  fc.constantFrom(null, true, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, {}, [], [[]], [{}], [null]),
  fc.jsonValue({ maxDepth: 3 }),
);
const entry = fc.dictionary(fc.constantFrom(...MEMBERS), value, { maxKeys: 6 });
const body = fc.oneof(entry, fc.array(fc.oneof(entry, value), { maxLength: 4 }), value);

/** Without halves of surrogate pairs, which no address can hold; and never empty, which makes another path of it. */
const segment = text.filter((part) => part !== '').map((part) => encodeURIComponent(Buffer.from(part).toString()));

/** Every route, with the names in its path left open. */
const ROUTES = [
  'POST ',
  'GET /*',
  'PUT /fuzzed',
  'PUT /*',
  'GET /*/roles',
  'POST /fuzzed/roles',
  'POST /*/roles',
  'POST /fuzzed/roles/multiple',
  'DELETE /fuzzed/roles/*',
  'GET /*/users',
  'GET /fuzzed/users/*',
  'GET /fuzzed/user?email=*',
  'GET /fuzzed/user?email=*&email=*',
  'GET /fuzzed/authorizations/*',
  'POST /authorization',
  'POST /authorization/multiple',
  'POST /authorization/fuzzed/multiple',
  'POST /authorization/*/multiple',
  'DELETE /authorization/realm/fuzzed/user/*',
  'DELETE /authorization/realm/*/user/u',
  'DELETE /authorization/realm/fuzzed/user/multiple',
  'DELETE /authorization/realm/fuzzed/user/u/rol/*',
  'POST /association',
  'POST /association/multiple',
  'DELETE /association/parent-realm/*/parent-role/*/child-realm/*/child-role/*',
];

/** A refusal is plain text, but for that of the token, and whatever is refused is no fault of the server. */
function judge(answer: Answer, asked: string): void {
  expect([asked, answer.status < 500]).toEqual([asked, true]);
  if (answer.status < 400) return;
  const type = answer.headers.get('content-type');
  expect([asked, type]).toEqual([asked, `${answer.status === 401 ? 'application/json' : 'text/plain'}; charset=utf-8`]);
  expect(answer.headers.get('set-cookie')).toBeNull();
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.text).not.toMatch(/node_modules|\bat \w+ \(|SELECT |INSERT |UPDATE |SQLITE|ER_[A-Z]/);
}

const takesBody = (method: string, path: string): boolean =>
  /^(POST|PUT)$/.test(method) || (method === 'DELETE' && path.endsWith('/multiple'));

describe('the realm API of onesait under nonsense', () => {
  it.each(ROUTES)('%s never fails or leaks', async (route) => {
    const [method = '', pattern = ''] = route.split(' ');
    await fc.assert(
      fc.asyncProperty(body, segment, async (sent, name) => {
        const path = pattern.replaceAll('*', name);
        judge(await platform.send(method, path, takesBody(method, path) ? sent : undefined), `${method} ${path}`);
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    ['a form', 'application/x-www-form-urlencoded', 'identification=x&roles=y', 400],
    ['plain text', 'text/plain', '{"identification":"x","roles":[]}', 415],
    ['malformed JSON', 'application/json', '{"identification":', 400],
    ['a member twice', 'application/json', '{"identification":"a","identification":"b","roles":[]}', 400],
    ['deep JSON', 'application/json', `${'['.repeat(20)}${']'.repeat(20)}`, 400],
    ['nothing', 'application/json', '', 400],
    ['a body that is too large', 'application/json', JSON.stringify('x'.repeat(70_000)), 413],
  ])('%s in place of a body is refused in plain text', async (_what, type, sent, status) => {
    const answer = await request(`${server.url}/controlpanel/api/realms`, {
      method: 'POST',
      body: sent,
      headers: { ...bearer(await masterToken(server, '')), 'content-type': type },
    });
    expect(answer.status).toBe(status);
    judge(answer, type);
  });

  it.each(['GET /fuzzed/user-extra-fields', 'PATCH /fuzzed', 'DELETE ', 'POST /fuzzed', 'PUT /a/b/c/d/e'])(
    '%s, which is none of its routes, is refused in its form',
    async (route) => {
      const [method = '', path = ''] = route.split(' ');
      const answer = await platform.send(method, path);
      expect([answer.status, answer.text]).toEqual([404, 'Nothing is found at this address.']);
      judge(answer, route);
    },
  );

  it('the credentials may be anything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme-ascii', maxLength: 60 }), async (credentials) => {
        const headers = { authorization: `Bearer ${credentials}`.trim() };
        const answer = await platform.send('GET', '/fuzzed', undefined, headers);
        expect(answer.status).toBe(401);
        judge(answer, credentials);
      }),
      { numRuns: RUNS },
    );
  });

  it('leaves the realm as it was but for what was validly asked', async () => {
    const { text: shown } = await platform.send('GET', '/fuzzed');
    expect(JSON.parse(shown)).toMatchObject({ identification: 'fuzzed', secret: null });
  });
});
