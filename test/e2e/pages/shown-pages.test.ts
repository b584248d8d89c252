import { request as httpRequest } from 'node:http';
import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { FormBrowser, pageOf, type ShownPage } from '../../support/form-browser.js';
import { startServer, type TestServer } from '../../support/server.js';
import { pagesOf, REDIRECT } from './pages-support.js';

const EVIL = '"><script>alert(1)</script>';

let server: TestServer;
let realm: Realm;
let other: Realm;
let client: BuiltClient;
let user: BuiltUser;

beforeAll(async () => {
  server = await startServer();
  [realm, other] = [await aRealm(server), await aRealm(server)];
  client = await aClient(server, realm, { grantTypes: ['authorization_code'], redirectUris: [REDIRECT] });
  user = await aUser(server, realm);
});

afterAll(() => server.close());

const { newBrowser, authorizeUrl, loginPage, consentPage, credentials } = pagesOf(() => ({
  server,
  realm,
  client,
  user,
}));

describe('every page', () => {
  const pages: [string, () => Promise<ShownPage>][] = [
    ['the sign-in', () => loginPage(newBrowser())],
    ['the consent', () => consentPage(newBrowser())],
    ['an error', async () => pageOf(await newBrowser().open(authorizeUrl({ redirect_uri: 'https://evil.example' })))],
    ['an unknown realm', async () => pageOf(await newBrowser().open(`${server.url}/realms/nowhere/login`))],
  ];

  it.each(pages)('req 18: %s cannot be framed', async (_name, open) => {
    const { headers } = await open();
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
  });

  it.each(pages)(
    'req 19: %s sends no referrer, is kept by no cache and loads nothing from elsewhere',
    async (_name, open) => {
      const { headers, html } = await open();
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';/);
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe|\*|script-src/);
      expect(html).not.toMatch(/<(?:script|img|iframe|link)[^>]*(?:src|href)="(?!\/)/);
      expect(html).not.toMatch(/\son\w+=|\sstyle=/);
    },
  );

  it('lets its forms lead to this server and to the client that asked, and nowhere else', async () => {
    const { headers } = await loginPage(newBrowser());
    expect(headers.get('content-security-policy')).toContain("form-action 'self' https://app.example.com;");
  });

  it('is reached by GET and HEAD alone where it shows something', async () => {
    const response = await fetch(`${server.issuer(realm.name)}/login`, { method: 'PUT' });
    expect(response.status).toBe(404);
  });
});

describe('the address of a page', () => {
  it('req 21: opens to the browser alone that began the request', async () => {
    const page = await loginPage(newBrowser());
    expect(await newBrowser().open(page.url)).toMatchObject({ kind: 'page', status: 404 });
  });

  it('req 49: opens in its own realm alone', async () => {
    const browser = newBrowser();
    const page = await loginPage(browser);
    const elsewhere = page.url.href.replace(`/realms/${realm.name}/`, `/realms/${other.name}/`);
    expect(await browser.open(elsewhere)).toMatchObject({ kind: 'page', status: 404 });
  });

  it.each(['/login/', '/Login', '//login', '/login;x', '/%6cogin%2f', '/login%00'])(
    'req 86: %s is no way round',
    async (path) => {
      const response = await fetch(`${server.issuer(realm.name)}${path}`, {
        method: 'POST',
        body: new URLSearchParams(credentials()),
        redirect: 'manual',
      });
      expect([400, 403, 404]).toContain(response.status);
      expect(response.headers.getSetCookie().join()).not.toContain('__Host-rgs');
    },
  );

  it.each(['https://evil.example', '//evil.example', 'account/../../../x', '\\evil.example', 'account?x=1'])(
    'never leads on to %s after a sign-in that no client asked for',
    async (next) => {
      const browser = newBrowser();
      const page = pageOf(await browser.open(`${server.issuer(realm.name)}/login?next=${encodeURIComponent(next)}`));
      await browser.submit(page, credentials());
      const redirect = browser.trail.filter(({ status }) => status === 303)[0]!;
      expect(redirect.headers.get('location')).toBe(`/realms/${realm.name}/account`);
    },
  );

  it('req 83: no header of the request shapes what a page links to', async () => {
    const { port } = new URL(server.url);
    const html = await new Promise<string>((resolve, reject) => {
      const headers = { 'host': 'evil.example', 'x-forwarded-host': 'evil.example', 'forwarded': 'host=evil.example' };
      const sent = httpRequest(
        { port, host: '127.0.0.1', path: `/realms/${realm.name}/login`, headers },
        (response) => {
          let text = '';
          response.on('data', (piece) => (text += String(piece)));
          response.on('end', () => resolve(`${JSON.stringify(response.headers)}${text}`));
        },
      );
      sent.on('error', reject).end();
    });
    expect(html).toContain('Sign in');
    expect(html).not.toContain('evil');
  });
});

describe('an error page', () => {
  it.each([
    ['a redirect URI', { redirect_uri: `https://evil.example/${EVIL}` }],
    ['a client', { client_id: EVIL }],
    ['a parameter of any name', { [EVIL]: EVIL, redirect_uri: 'x' }],
    ['a language', { ui_locales: EVIL, redirect_uri: 'x' }],
  ])('req 88: reflects nothing of %s', async (_what, more) => {
    const { html, status } = pageOf(await newBrowser().open(authorizeUrl(more)));
    expect(status).toBe(400);
    expect(html).not.toContain('alert(1)');
    expect(html).not.toContain('evil');
  });

  it('req 88: reflects nothing of a form that cannot be read', async () => {
    const response = await fetch(`${server.issuer(realm.name)}/login`, {
      method: 'POST',
      body: `username=${EVIL}%zz`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    const html = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8']);
    expect(html).not.toContain('alert');
  });

  it('names the request, so that whoever runs the server finds it in the log', async () => {
    const { html, headers } = pageOf(await newBrowser().open(`${server.url}/realms/nowhere/login`));
    expect(html).toContain(headers.get('x-request-id'));
  });

  it('speaks the language of the browser', async () => {
    const browser = new FormBrowser(server.url, undefined, 'de');
    const { html } = pageOf(await browser.open(`${server.url}/realms/nowhere/login`));
    expect(html).toContain('<html lang="de">');
    expect(html).toContain('Hier ist nichts');
  });
});
