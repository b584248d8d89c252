import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Realm } from '../../src/realms/realm.types.js';
import { barriersOf, complaintsOf, launchChromium, newVisitor } from '../support/browser.js';
import { aClient, aPublicClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../support/builders.js';
import { RelyingParty } from '../support/relying-party.js';
import { startServer, type TestServer } from '../support/server.js';

let browser: Browser;
let server: TestServer;
let site: RelyingParty;
let realm: Realm;
let user: BuiltUser;
let client: BuiltClient;

beforeAll(async () => {
  [browser, server, site] = await Promise.all([launchChromium(), startServer(), RelyingParty.open()]);
  realm = await aRealm(server, { displayName: 'Acme Energy' });
  user = await aUser(server, realm, { username: 'ada', fullName: 'Ada Lovelace', email: 'ada@example.com' });
  client = await aClient(server, realm, signInClient());
});

afterAll(async () => {
  site.close();
  await browser.close();
  await server.close();
});

const signInClient = () => ({
  name: 'Aurora Reports',
  grantTypes: ['authorization_code', 'refresh_token'],
  redirectUris: [site.redirectUri],
});

const authorizeUrl = (more: Record<string, string> = {}, of = client): string =>
  site.authorizeUrl(server.issuer(realm.name), of, more);

async function visit(options: BrowserContextOptions = {}): Promise<Page> {
  site.answer = null;
  return (await newVisitor(browser, options)).newPage();
}

async function signIn(page: Page, password = user.password): Promise<void> {
  await page.getByLabel('Username').fill(user.username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const isBack = (page: Page): Promise<void> => page.getByRole('heading', { name: 'Back at the client' }).waitFor();
const heading = (page: Page, name: string): Promise<void> => page.getByRole('heading', { name }).waitFor();

describe.each([
  ['with JavaScript', { javaScriptEnabled: true }],
  ['without JavaScript', { javaScriptEnabled: false }],
])('signing in %s', (_how, options) => {
  it('leads from the login over the consent to a code that the client redeems', async () => {
    const page = await visit(options);
    const complaints = complaintsOf(page);
    await page.goto(authorizeUrl({ prompt: 'consent' }));
    await signIn(page);
    await heading(page, 'Allow access?');
    await page.getByRole('button', { name: 'Allow' }).click();
    await isBack(page);
    expect(site.answer).toMatchObject({ state: site.state, iss: server.issuer(realm.name) });
    const { status, body } = await site.redeem(server.issuer(realm.name), client);
    expect(status).toBe(200);
    expect(body['access_token']).toEqual(expect.any(String));
    expect(complaints.filter((text) => !text.includes('favicon'))).toEqual([]);
    await page.context().close();
  });

  it('says so when the password is wrong, keeps the name, and lets the user try again', async () => {
    const page = await visit(options);
    await page.goto(authorizeUrl({ prompt: 'consent' }));
    await signIn(page, 'not the password');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('is not right');
    expect(await page.getByLabel('Username').inputValue()).toBe('ada');
    await page.reload();
    expect(await page.getByRole('alert').count()).toBe(0);
    await signIn(page);
    await heading(page, 'Allow access?');
    await page.context().close();
  });

  it('tells the client when the user denies', async () => {
    const page = await visit(options);
    await page.goto(authorizeUrl({ prompt: 'consent' }));
    await signIn(page);
    await page.getByRole('button', { name: 'Deny' }).click();
    await isBack(page);
    expect(site.answer).toMatchObject({ error: 'access_denied', state: site.state });
    await page.context().close();
  });

  it('is answered by a form where the client wants that', async () => {
    const page = await visit(options);
    await page.goto(authorizeUrl({ prompt: 'consent', response_mode: 'form_post' }));
    await signIn(page);
    await page.getByRole('button', { name: 'Allow' }).click();
    if (!options.javaScriptEnabled) await page.getByRole('button', { name: 'Continue' }).click();
    await isBack(page);
    expect((await site.redeem(server.issuer(realm.name), client)).status).toBe(200);
    await page.context().close();
  });
});

describe('a browser that is signed in', () => {
  it('goes straight back to a client that was allowed before', async () => {
    const page = await visit();
    await page.goto(authorizeUrl({ prompt: 'consent' }));
    await signIn(page);
    await page.getByRole('button', { name: 'Allow' }).click();
    await isBack(page);
    site.answer = null;
    await page.goto(authorizeUrl());
    await isBack(page);
    expect(site.answer).toMatchObject({ code: expect.any(String) });
    await page.context().close();
  });

  it('req 23: is asked each time by a public client on a loopback redirect', async () => {
    const publicClient = await aPublicClient(server, realm, { ...signInClient(), name: 'Aurora Desktop' });
    const page = await visit();
    await page.goto(authorizeUrl({}, publicClient));
    await signIn(page);
    for (const round of [1, 2]) {
      if (round === 2) await page.goto(authorizeUrl({}, publicClient));
      await page.getByRole('button', { name: 'Allow' }).click();
      await isBack(page);
    }
    await page.context().close();
  });

  it('chooses its account, or another one, where the client asks for that', async () => {
    const page = await visit();
    await page.goto(authorizeUrl({ prompt: 'consent' }));
    await signIn(page);
    await page.getByRole('button', { name: 'Allow' }).click();
    await isBack(page);
    await page.goto(authorizeUrl({ prompt: 'select_account' }));
    await heading(page, 'Choose an account');
    expect(await barriersOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Ada Lovelace' }).click();
    await isBack(page);
    await page.goto(authorizeUrl({ prompt: 'select_account' }));
    await page.getByRole('button', { name: 'Use another account' }).click();
    await heading(page, 'Sign in');
    await page.context().close();
  });
});

describe('the pages of the sign-in', () => {
  it('can be walked through with the keyboard alone', async () => {
    const page = await visit();
    await page.goto(authorizeUrl({ prompt: 'consent' }));
    await page.locator('#username:focus').waitFor();
    await page.keyboard.type(user.username);
    await page.keyboard.press('Tab');
    await page.keyboard.type(user.password);
    await page.keyboard.press('Enter');
    await heading(page, 'Allow access?');
    const focused = (): Promise<string> => page.locator(':focus').innerText();
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Not you?');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Allow');
    await page.keyboard.press('Enter');
    await isBack(page);
    await page.context().close();
  });

  it.each([
    ['de-DE', {}, 'Anmelden'],
    ['es-MX', {}, 'Iniciar sesión'],
    ['fr-FR', {}, 'Sign in'],
    ['de-DE', { ui_locales: 'fr es' }, 'Iniciar sesión'],
  ])('speak to a browser of %s that brings %j', async (locale, more, title) => {
    const page = await visit({ locale });
    await page.goto(authorizeUrl(more));
    await heading(page, title);
    await page.context().close();
  });

  it('req 6: a request with a wrong redirect URI ends at a page that leads nowhere', async () => {
    const page = await visit();
    const response = await page.goto(
      authorizeUrl({ redirect_uri: 'https://evil.example/"><script>alert(1)</script>' }),
    );
    expect(response?.status()).toBe(400);
    await heading(page, 'This link does not work');
    expect(await page.locator('a').count()).toBe(0);
    expect(await page.content()).not.toContain('evil');
    expect(await barriersOf(page)).toEqual([]);
    await page.context().close();
  });
});
