import { request as httpRequest } from 'node:http';
import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { FormBrowser, pageOf, responseOf, type ShownPage } from '../../support/form-browser.js';
import { startServer, type TestServer } from '../../support/server.js';

const REDIRECT = 'https://app.example.com/callback';
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

const newBrowser = (): FormBrowser => new FormBrowser(server.url);

function authorizeUrl(more: Record<string, string> = {}): string {
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
  const asked = {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: REDIRECT,
    scope: 'openid',
    prompt: 'consent',
  };
  const parameters = { ...asked, code_challenge: challenge, code_challenge_method: 'S256', ...more };
  return `${server.issuer(realm.name)}/oauth/authorize?${new URLSearchParams(parameters).toString()}`;
}

const loginPage = async (browser: FormBrowser, more = {}): Promise<ShownPage> =>
  pageOf(await browser.open(authorizeUrl(more)));

const consentPage = async (browser: FormBrowser): Promise<ShownPage> =>
  pageOf(await browser.submit(await loginPage(browser), credentials()));

const credentials = (): { username: string; password: string } => ({
  username: user.username,
  password: user.password,
});

/** What a page says, without what differs from one to the next. */
const comparable = ({ status, html }: ShownPage): unknown => [
  status,
  html
    .replace(/nonce="[^"]*"/g, '')
    .replace(/name="form_token" value="[^"]*"/g, '')
    .replace(/rgi_[\w-]+/g, '')
    .replace(/value="(?:nobody-at-all|user-\w+)"/g, ''),
];

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

describe('what follows from a form', () => {
  it('req 10: is a 303 at every step of a sign-in', async () => {
    const browser = newBrowser();
    const arrival = await browser.signIn(authorizeUrl(), credentials());
    expect(responseOf(arrival)).toMatchObject({ code: expect.stringMatching(/^rgc_/) });
    const redirects = browser.trail.map(({ status }) => status).filter((status) => status >= 300);
    expect(redirects.length).toBeGreaterThanOrEqual(4);
    expect(new Set(redirects)).toEqual(new Set([303]));
  });

  it('req 10: is a 303 after a wrong password as well, without it', async () => {
    const browser = newBrowser();
    const page = pageOf(
      await browser.submit(await loginPage(browser), { ...credentials(), password: 'wrong-password-1' }),
    );
    expect(page.html).toContain('role="alert"');
    expect(page.html).not.toContain('wrong-password-1');
    const told = browser.trail.find(({ status }) => status === 303)!;
    expect(told.status).toBe(303);
    const cookies = browser.trail.flatMap(({ headers }) => headers.getSetCookie());
    const flash = cookies.find((cookie) => cookie.startsWith('__Host-rgf=ey'))!;
    expect(Buffer.from(flash.split(/[=;]/)[1]!, 'base64url').toString()).not.toContain('wrong-password-1');
  });

  it('req 85: is the same for a wrong password and for an unknown user', async () => {
    const [one, another] = [newBrowser(), newBrowser()];
    const wrong = await one.submit(await loginPage(one), { username: user.username, password: 'not-this' });
    const unknown = await another.submit(await loginPage(another), { username: 'nobody-at-all', password: 'not-this' });
    expect(comparable(pageOf(wrong))).toEqual(comparable(pageOf(unknown)));
  });

  it('req 22: is a session under a new value, in a cookie that no script and no other host gets', async () => {
    const browser = newBrowser();
    const name = `__Host-rgs-${realm.name}`;
    await consentPage(browser);
    const first = browser.cookies.get(name);
    await browser.submit(await loginPage(browser, { prompt: 'login' }), credentials());
    expect(browser.cookies.get(name)).toMatch(/^rgs_[\w-]{43}$/);
    expect(browser.cookies.get(name)).not.toBe(first);
    const cookies = browser.trail.flatMap(({ headers }) => headers.getSetCookie());
    for (const cookie of cookies) expect(cookie).toMatch(/^__Host-[^;]*; .*Path=\/; Secure; HttpOnly; SameSite=Lax/);
  });
});

describe('req 20: a form', () => {
  const refused = async (arrival: Promise<unknown>): Promise<void> =>
    expect(await arrival).toMatchObject({ kind: 'page', status: 403 });
  const tokenOf = (page: ShownPage): string => page.forms[0]!.fields['form_token']!;

  it('req 20: without a token changes nothing', async () => {
    const browser = newBrowser();
    const page = await loginPage(browser);
    await refused(browser.post(page.url, credentials()));
    expect(browser.cookies.names()).not.toContain(`__Host-rgs-${realm.name}`);
  });

  it('req 20: with the token of another browser changes nothing', async () => {
    const [victim, attacker] = [newBrowser(), newBrowser()];
    const page = await loginPage(victim);
    const token = tokenOf(await loginPage(attacker));
    await refused(victim.post(page.url, { ...credentials(), form_token: token }));
  });

  it('req 20: with the token of another request of the same browser changes nothing', async () => {
    const browser = newBrowser();
    const [one, another] = [await loginPage(browser), await loginPage(browser)];
    await refused(browser.post(one.url, { ...credentials(), form_token: tokenOf(another) }));
  });

  it('req 20: with the token of another page changes nothing', async () => {
    const browser = newBrowser();
    const login = await loginPage(browser);
    const consent = pageOf(await browser.submit(login, credentials()));
    await refused(browser.post(consent.url, { decision: 'allow', form_token: tokenOf(login) }));
  });

  it('req 20: with the token of another session changes nothing', async () => {
    const browser = newBrowser();
    const consent = await consentPage(browser);
    await browser.submit(await loginPage(browser, { prompt: 'login' }), credentials());
    await refused(browser.post(consent.url, { decision: 'allow', form_token: tokenOf(consent) }));
  });

  it('req 20: with its token twice changes nothing', async () => {
    const browser = newBrowser();
    const page = await loginPage(browser);
    const body = new URLSearchParams([
      ...Object.entries(credentials()),
      ['form_token', tokenOf(page)],
      ['form_token', ''],
    ]);
    const response = await fetch(page.url, {
      method: 'POST',
      body,
      headers: { cookie: browser.cookies.header() },
      redirect: 'manual',
    });
    expect(response.status).toBe(403);
  });

  it('req 20: that a browser says another site has sent changes nothing', async () => {
    const browser = newBrowser();
    const page = await loginPage(browser);
    const crossSite = { headers: { 'sec-fetch-site': 'cross-site' } };
    await refused(browser.submit(page, credentials(), crossSite));
  });

  it('req 20: that a browser sends with Origin null, as without referrers it does, is taken', async () => {
    const browser = newBrowser();
    const page = await loginPage(browser);
    const arrival = await browser.submit(page, credentials(), { headers: { origin: 'null' } });
    expect(arrival).toMatchObject({ kind: 'page', status: 200 });
  });

  it('req 20: GET with what a form would send changes nothing', async () => {
    const browser = newBrowser();
    const consent = await consentPage(browser);
    consent.url.searchParams.set('decision', 'allow');
    consent.url.searchParams.set('form_token', tokenOf(consent));
    expect(await browser.open(consent.url)).toMatchObject({ kind: 'page', status: 200 });
  });

  it('with another decision than the buttons make is refused', async () => {
    const browser = newBrowser();
    const consent = await consentPage(browser);
    const arrival = await browser.post(consent.url, { decision: 'maybe', form_token: tokenOf(consent) });
    expect(arrival).toMatchObject({ kind: 'page', status: 400 });
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

describe('what a page leaves to be said', () => {
  it('is said once, on the page it was meant for', async () => {
    const browser = newBrowser();
    const [one, another] = [await loginPage(browser), await loginPage(browser)];
    const failed = await browser.submit(one, { username: user.username, password: 'not-this' });
    expect(pageOf(failed).html).toContain('role="alert"');
    expect(pageOf(await browser.open(one.url)).html).not.toContain('role="alert"');
    expect(pageOf(await browser.open(another.url)).html).not.toContain('role="alert"');
  });

  it.each(['nonsense', Buffer.from('null').toString('base64url'), Buffer.from('{"kind":1}').toString('base64url')])(
    'is nothing when the cookie is %s',
    async (cookie) => {
      const browser = newBrowser();
      const page = await loginPage(browser);
      browser.cookies.set('__Host-rgf', cookie);
      expect(pageOf(await browser.open(page.url)).html).not.toContain('role="alert"');
    },
  );
});
