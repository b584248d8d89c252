import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { pageOf, responseOf, type ShownPage } from '../../support/form-browser.js';
import { startServer, type TestServer } from '../../support/server.js';
import { pagesOf, REDIRECT } from './pages-support.js';

let server: TestServer;
let realm: Realm;
let client: BuiltClient;
let user: BuiltUser;

beforeAll(async () => {
  server = await startServer();
  realm = await aRealm(server);
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

/** What a page says, without what differs from one to the next. */
const comparable = ({ status, html }: ShownPage): unknown => [
  status,
  html
    .replace(/nonce="[^"]*"/g, '')
    .replace(/name="form_token" value="[^"]*"/g, '')
    .replace(/rgi_[\w-]+/g, '')
    .replace(/value="(?:nobody-at-all|user-\w+)"/g, ''),
];

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
