import fc from 'fast-check';
import { aRealm } from '../../support/builders.js';
import { startServer, type TestServer } from '../../support/server.js';
import { AUTHORIZATION_PARAMETERS } from '../../../src/oauth/authorize/steps/parameters.step.js';
import { CALLBACK, Relying } from '../authorize/support.js';

let server: TestServer;
let relying: Relying;
beforeAll(async () => {
  server = await startServer();
  relying = await Relying.in(server, await aRealm(server));
});
afterAll(() => server.close());

const NAMES = [...AUTHORIZATION_PARAMETERS.once, 'resource', 'request', 'request_uri', 'handle', '__proto__'];

const value = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    'none',
    'code',
    'S256',
    'openid',
    CALLBACK,
    `${CALLBACK}/`,
    'https://evil.example',
    '{"id_token":1}',
  ),
  fc.constantFrom('urn:ietf:params:oauth:request_uri:rgp_x', 'a'.repeat(5000), '\0', '%', '\r\nset-cookie: a=b'),
);

const changes = fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 4 });

/** To a page of this server, to the client, or nowhere. */
const isFine = (location: string | null): boolean =>
  location === null ||
  location.startsWith('/realms/') ||
  location.startsWith(`${CALLBACK}?`) ||
  location.startsWith(`${CALLBACK}#`);

describe('the authorization endpoint, asked for anything', () => {
  it.each(['GET', 'POST'])('req 6, 9: by %s: leads nobody astray and never breaks', async (method) => {
    await fc.assert(
      fc.asyncProperty(changes, fc.boolean(), async (changed, added) => {
        const names = new Set(changed.map(([name]) => name));
        const usual = [...relying.query()].filter(([name]) => added || !names.has(name));
        const query = new URLSearchParams([...usual, ...changed]);
        const url = relying.oauth.url('oauth/authorize');
        const cookie = `__Host-rgb=${'a'.repeat(43)}`;
        const answer =
          method === 'GET'
            ? await fetch(`${url}?${query.toString()}`, { headers: { cookie }, redirect: 'manual' })
            : await fetch(url, { method, body: query, headers: { cookie }, redirect: 'manual' });
        const text = await answer.text();
        expect([200, 303, 400, 404, 431]).toContain(answer.status);
        expect(isFine(answer.headers.get('location'))).toBe(true);
        expect(answer.headers.get('set-cookie') ?? '').not.toContain('a=b');
        expect(text).not.toMatch(/at .*\.(ts|js):\d+/);
      }),
      { numRuns: 150 },
    );
  });
});
