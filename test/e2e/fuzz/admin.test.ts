import fc from 'fast-check';
import { aClient, aRealm, aUser } from '../../support/builders.js';
import type { Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { type Admin, masterAdmin } from '../admin/support.js';

const RUNS = Number(process.env.FUZZ_RUNS ?? 60);
const MARK = '<img src=x onerror=alert(1)>';

let server: TestServer;
let admin: Admin;
let at: string;
beforeAll(async () => {
  server = await startServer();
  admin = await masterAdmin(server);
  const realm = await aRealm(server);
  at = `/realms/${realm.name}`;
  await aClient(server, realm, { clientId: 'c' });
  await aUser(server, realm, { username: 'u' });
});
afterAll(() => server.close());

const FIELDS = [
  'name',
  'displayName',
  'description',
  'key',
  'tokenValiditySeconds',
  'refreshGraceSeconds',
  'passwordPolicy',
  'branding',
  'signingAlgorithm',
  'registration',
  'selfRegistration',
  'connectConfirmationOnly',
  'registrationRules',
  'notBefore',
  'clientId',
  'type',
  'grantTypes',
  'scopes',
  'defaultScopes',
  'redirectUris',
  'audience',
  'resources',
  'tokenEndpointAuthMethods',
  'roles',
  'clientSecret',
  'username',
  'email',
  'fullName',
  'password',
  'attributes',
  'unlocked',
  'parentRole',
  'childRealm',
  'childRole',
  MARK,
  'constructor',
  '__proto__',
];

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    MARK,
    "' OR 1=1 --",
    '\u0000',
    '\ud800',
    '%00',
    '../..',
    'x'.repeat(5000),
    'https://a.example/\n',
    'ES256',
    '2026-01-01T00:00:00Z',
  ),
);
const value = fc.oneof(
  text,
  fc.array(text, { maxLength: 4 }),
  fc.constantFrom(null, true, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, {}, [], [[]], [{}], { $ne: '' }),
  fc.dictionary(text, text, { maxKeys: 3 }),
  fc.jsonValue({ maxDepth: 4 }),
);
const body = fc.oneof(
  { weight: 8, arbitrary: fc.dictionary(fc.constantFrom(...FIELDS), value, { maxKeys: 6 }) },
  { weight: 1, arbitrary: value },
);
/** Without halves of surrogate pairs, which no address can hold. */
const wellFormed = (part: string): string => Buffer.from(part).toString();

const segment = fc
  .oneof(fc.constantFrom('c', 'u', 'openid', 'realm-admin', 'master'), text)
  .map((part) => encodeURIComponent(wellFormed(part)));
const query = fc.dictionary(
  fc.constantFrom('limit', 'cursor', 'user', 'client', 'type', 'from', 'to', 'sort', 'expireOthersIn', 'parentRole'),
  text,
  { maxKeys: 3 },
);

/** Every route of the admin API, with what names one of its resources left open. */
const ROUTES = [
  'GET /realms',
  'POST /realms',
  'GET /realms/*',
  'PATCH AT',
  'GET AT/roles',
  'POST AT/roles',
  'DELETE AT/roles/*',
  'GET AT/role-associations',
  'POST AT/role-associations',
  'DELETE AT/role-associations',
  'GET AT/clients',
  'POST AT/clients',
  'GET AT/clients/*',
  'PATCH AT/clients/c',
  'PATCH AT/clients/*',
  'DELETE AT/clients/*',
  'POST AT/clients/c/secrets',
  'POST AT/clients/*/secrets',
  'GET AT/users',
  'POST AT/users',
  'GET AT/users/*',
  'PATCH AT/users/u',
  'PATCH AT/users/*',
  'DELETE AT/users/*',
  'PUT AT/users/u/roles',
  'PUT AT/users/*/roles',
  'GET AT/scopes',
  'POST AT/scopes',
  'PATCH AT/scopes/*',
  'DELETE AT/scopes/*',
  'GET AT/keys',
  'GET AT/grants',
  'DELETE AT/grants/*',
  'GET AT/audit-events',
  'GET /audit-events',
  'GET /server',
];

/** What no answer may be, whatever was asked. */
function judge(answer: Answer, asked: string): void {
  expect([asked, answer.status < 500]).toEqual([asked, true]);
  if (answer.status < 400) return;
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.text).not.toMatch(/node_modules|\bat \w+ \(|SELECT |INSERT |UPDATE |SQLITE|ER_[A-Z]/);
  expect(answer.text).not.toContain(MARK);
}

const methodsWithBody = new Set(['POST', 'PATCH', 'PUT']);

describe('the admin API under nonsense', () => {
  it.each(ROUTES)('%s never fails, leaks or reflects', async (route) => {
    const [method = '', pattern = ''] = route.split(' ');
    await fc.assert(
      fc.asyncProperty(body, segment, query, async (sent, name, parameters) => {
        const path = pattern.replace('AT', at).replace('*', name);
        const search = new URLSearchParams(
          Object.entries(parameters).map(([key, part]): [string, string] => [key, wellFormed(part)]),
        );
        // The realm that everything hangs from stays enabled, and its name free of collisions.
        const json = methodsWithBody.has(method) ? withoutSwitch(sent) : undefined;
        const answer = await admin.send(method, search.size > 0 ? `${path}?${search}` : path, json);
        judge(answer, `${method} ${path}`);
      }),
      { numRuns: RUNS },
    );
  });

  it('headers of any kind leave it upright', async () => {
    const token = fc.string({ unit: 'grapheme-ascii', maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(token, token, async (authorization, tag) => {
        const headers = { 'authorization': `Bearer ${authorization}`.trim(), 'if-match': tag.trim() };
        judge(await admin.send('PATCH', `${at}/clients/c`, {}, headers), 'PATCH');
        judge(await admin.send('PATCH', `${at}/clients/c`, {}, { 'if-match': tag.trim() }), 'PATCH');
      }),
      { numRuns: RUNS },
    );
  });
});

function withoutSwitch(sent: unknown): unknown {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return sent;
  return Object.fromEntries(Object.entries(sent).filter(([name]) => name !== 'enabled'));
}
