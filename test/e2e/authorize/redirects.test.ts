import type { NewClient } from '../../../src/clients/client.types.js';
import { ClientsService } from '../../../src/clients/clients.service.js';
import { Sql } from '../../../src/database/sql.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { aRealm } from '../../support/builders.js';
import { departureOf, pageOf, responseOf } from '../../support/form-browser.js';
import { startServer, type TestServer } from '../../support/server.js';
import { CALLBACK, Relying } from './support.js';

let server: TestServer;
let realm: Realm;
let relying: Relying;
beforeAll(async () => {
  server = await startServer();
  realm = await aRealm(server);
  relying = await Relying.in(server, realm);
});
afterAll(() => server.close());

const at = (redirectUris: string[], changes: Partial<NewClient> = {}): Promise<Relying> =>
  Relying.in(server, realm, { redirectUris, ...changes });

/** A page of this server, and nothing sent to anybody else. */
async function expectsPage(asked: Relying, changes: Record<string, string | string[] | undefined>): Promise<void> {
  const page = pageOf(await asked.ask(changes));
  expect(page.status).toBe(400);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  expect(page.headers.get('location')).toBeNull();
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');
}

describe('a redirect URI that is not the client’s own', () => {
  it.each([
    'https://client.example.evil.example/callback',
    'https://client.example@evil.example/callback',
    'https://client.example/%2e%2e/callback',
    'https://client.example/..;/callback',
    'https://client.example/Callback',
    'https://client.example:443/callback',
    'https://client.example/callback/',
    'https://client.example/call\tback',
    'https://client.example\\callback',
    'https://client.example/callback?next=1',
    'https://cli\u0435nt.example/callback',
    'https://evil.example/',
    '//client.example/callback',
    '/callback',
    'javascript:alert(1)',
  ])('req 1, 6: %j shows a page and sends nobody there', async (redirect_uri) => {
    await expectsPage(relying, { redirect_uri });
  });

  it('req 2: of a loopback address, any port will do; localhost is another host', async () => {
    const native = await at(['http://127.0.0.1/cb', 'http://[::1]:7000/cb']);
    for (const redirect_uri of ['http://127.0.0.1:51004/cb', 'http://[::1]:51005/cb']) {
      const { url } = departureOf(await native.signIn({ redirect_uri }));
      expect(url.href.startsWith(`${redirect_uri}?code=rgc_`)).toBe(true);
    }
    await expectsPage(native, { redirect_uri: 'http://localhost:51004/cb' });
    await expectsPage(native, { redirect_uri: 'http://127.0.0.1:51004/other' });
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', 'http://client.example/cb'])(
    'req 3: %s is refused at registration and at use',
    async (uri) => {
      await expect(at([uri])).rejects.toMatchObject({ code: 'invalid' });
      const old = await at([CALLBACK]);
      const uris = JSON.stringify([uri]);
      await server
        .get(Sql)
        .execute('UPDATE clients SET redirectUris = ?, version = version + 1 WHERE clientId = ?', [
          uris,
          old.client.clientId,
        ]);
      await expectsPage(old, { redirect_uri: uri });
    },
  );

  it('req 4: a private-use scheme needs a dot', async () => {
    await expect(at(['myapp:/cb'])).rejects.toMatchObject({ code: 'invalid' });
    const { url } = departureOf(await (await at(['com.example.app:/cb'])).signIn());
    expect(url.href).toMatch(/^com\.example\.app:\/cb\?code=rgc_/);
  });

  it('req 5: a fragment is refused, registered or sent', async () => {
    await expect(at([`${CALLBACK}#top`])).rejects.toMatchObject({ code: 'invalid' });
    await expectsPage(relying, { redirect_uri: `${CALLBACK}#top` });
    await expectsPage(relying, { redirect_uri: `${CALLBACK}#` });
  });

  it.each([
    ['no client', { client_id: undefined }],
    ['an unknown client', { client_id: 'nobody' }],
    ['two clients', { client_id: ['a', 'b'] }],
    ['two redirect URIs', { redirect_uri: [CALLBACK, CALLBACK] }],
    ['two redirect URIs, one of them evil', { redirect_uri: ['https://evil.example', CALLBACK] }],
  ])('req 6, 11: a request with %s shows a page', async (_what, changes) => {
    await expectsPage(relying, changes);
  });

  it('req 6: a disabled client shows a page', async () => {
    const off = await at([CALLBACK]);
    await server.get(ClientsService).update(realm, off.client.clientId, { enabled: false });
    await expectsPage(off, {});
  });

  it('req 7: with several registered, or with openid, the request names one', async () => {
    const several = await at([CALLBACK, `${CALLBACK}/2`]);
    await expectsPage(several, { redirect_uri: undefined, scope: 'profile' });
    await expectsPage(relying, { redirect_uri: undefined });
    const { url } = departureOf(await relying.signIn({ redirect_uri: undefined, scope: 'profile' }));
    expect(url.href.startsWith(`${CALLBACK}?code=`)).toBe(true);
  });

  it('req 8: a registered query stays, and cannot say what the answer says', async () => {
    for (const name of ['code', 'state', 'iss', 'error'])
      await expect(at([`${CALLBACK}?${name}=x`])).rejects.toMatchObject({ code: 'invalid' });
    const { url } = departureOf(await (await at([`${CALLBACK}?tenant=7&x=a%20b`])).signIn());
    expect(url.search).toMatch(/^\?tenant=7&x=a%20b&code=rgc_/);
    expect(url.searchParams.getAll('code')).toHaveLength(1);
  });
});

describe('an error of a request whose redirect URI is good', () => {
  it.each([
    ['invalid_scope', { scope: 'openid everything' }],
    ['unsupported_response_type', { response_type: 'token' }],
    ['invalid_request', { response_type: undefined }],
    ['invalid_request', { scope: ['openid', 'openid'] }],
    ['invalid_request', { nonce: 'n'.repeat(5000) }],
    ['invalid_request', { prompt: 'none login' }],
    ['invalid_request', { response_mode: 'web_message' }],
    ['invalid_target', { resource: 'https://unknown.example' }],
    ['login_required', { prompt: 'none' }],
    ['registration_not_supported', { registration: '{}' }],
  ])('req 9, 13: %s goes to the client at once, with state and issuer', async (error, changes) => {
    const arrival = await relying.ask(changes);
    expect(departureOf(arrival).status).toBe(303);
    expect(responseOf(arrival)).toMatchObject({ error, state: 'a-state', iss: server.issuer(realm.name) });
  });

  it('req 11: a repeated state comes back in no form', async () => {
    const response = responseOf(await relying.ask({ state: ['x', 'y'] }));
    expect(response).toMatchObject({ error: 'invalid_request' });
    expect(response['state']).toBeUndefined();
  });

  it('req 12: unknown parameters are ignored, empty ones absent', async () => {
    const response = responseOf(await relying.signIn({ color: 'red', resource: '', max_age: '', state: '' }));
    expect(response['code']).toMatch(/^rgc_/);
    expect(response['state']).toBeUndefined();
  });

  it('req 14: a client without the grant gets no code', async () => {
    const other = await at([CALLBACK], { grantTypes: ['client_credentials'] });
    expect(responseOf(await other.ask())).toMatchObject({ error: 'unauthorized_client' });
  });

  it('req 9: is shown to a stranger, with a link, where anybody may register clients', async () => {
    const open = await aRealm(server, { registration: 'open' });
    const registered = await Relying.in(server, open);
    await server
      .get(Sql)
      .execute("UPDATE clients SET origin = 'registration', version = version + 1 WHERE clientId = ?", [
        registered.client.clientId,
      ]);
    const page = pageOf(await registered.ask({ prompt: 'none' }));
    expect(page.status).toBe(400);
    expect(page.html).toContain(`href="${CALLBACK}?error`);
    const browser = registered.browser();
    await registered.signIn({}, browser);
    expect(responseOf(await registered.ask({ scope: 'openid everything' }, browser))).toMatchObject({
      error: 'invalid_scope',
    });
  });
});

describe('the authorization endpoint', () => {
  it('req 10: sends browsers on by 303 alone, at each step', async () => {
    const browser = relying.browser();
    await relying.signIn({ state: 'x' }, browser);
    const redirects = browser.trail.filter(({ status }) => status >= 300 && status < 400);
    expect(redirects.length).toBeGreaterThan(2);
    expect(redirects.every(({ status }) => status === 303)).toBe(true);
  });

  it('req 17: is not read by pages of other origins', async () => {
    const headers = { origin: 'https://client.example' };
    const asked = await fetch(relying.address(), { headers, redirect: 'manual' });
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await fetch(relying.address(), { method: 'OPTIONS', headers });
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    expect(preflight.status).toBe(404);
  });

  it('req 88: shows nothing that the request brought along', async () => {
    const page = pageOf(await relying.ask({ client_id: '<script>alert(1)</script>', state: '"><img src=x>' }));
    expect(page.html).not.toMatch(/alert\(1\)|<img src=x/);
  });

  it('is 404 in a realm that does not exist', async () => {
    const { status } = await fetch(`${server.url}/realms/nowhere/oauth/authorize?client_id=x`);
    expect(status).toBe(404);
  });
});
