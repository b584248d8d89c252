import { jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import type { Realm } from '../../src/realms/realm.types.js';
import { launchChromium, newVisitor } from '../support/browser.js';
import { aClient, aPublicClient, aRealm, aUser, type BuiltUser } from '../support/builders.js';
import { NativeApp } from '../support/clients/appauth.app.js';
import { SinglePageApp } from '../support/clients/oidc-client-ts.page.js';
import { SERVER_SIDE_CLIENTS } from '../support/clients/server-side-clients.js';
import { SignInApp } from '../support/clients/sign-in-app.js';
import { freePort, startServer, type TestServer } from '../support/server.js';

let browser: Browser;
let server: TestServer;
let realm: Realm;
let user: BuiltUser;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchChromium(), startServer()]);
  realm = await aRealm(server);
  user = await aUser(server, realm, { username: 'ada', fullName: 'Ada Lovelace', email: 'ada@example.com' });
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

const claims = () => ({ sub: user.id, name: 'Ada Lovelace', email: 'ada@example.com' });

const visit = async (javaScriptEnabled = true): Promise<Page> =>
  (await newVisitor(browser, { javaScriptEnabled })).newPage();

async function signInAndAllow(page: Page): Promise<void> {
  await page.getByLabel('Username').fill(user.username);
  await page.getByLabel('Password').fill(user.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
}

const heading = (page: Page, name: string): Promise<void> => page.getByRole('heading', { name }).waitFor();
const shown = async (page: Page): Promise<unknown> =>
  JSON.parse((await page.locator('pre').textContent()) ?? '') as unknown;

describe.each(SERVER_SIDE_CLIENTS)('%s, unmodified', (_, make, metadata) => {
  let app: SignInApp;
  beforeAll(async () => {
    app = await SignInApp.open();
  });
  afterAll(() => app.close());

  it.each([
    ['with', true],
    ['without', false],
  ])('signs a user in, in Chromium %s JavaScript', async (_how, javaScriptEnabled) => {
    const signIn = { grantTypes: ['authorization_code'], redirectUris: [app.redirectUri] };
    const client = await aClient(server, realm, { ...signIn, ...metadata });
    app.application = await make(server.issuer(realm.name), client, app.redirectUri);
    const page = await visit(javaScriptEnabled);
    await page.goto(app.origin);
    await signInAndAllow(page);
    await heading(page, 'Signed in');
    expect(await shown(page)).toEqual(claims());
    await page.context().close();
  });
});

describe('oidc-client-ts, unmodified', () => {
  let app: SinglePageApp;
  beforeAll(async () => {
    app = await SinglePageApp.open();
  });
  afterAll(() => app.close());

  it('signs a user in from a page, renews the tokens there, and signs the user out', async () => {
    const client = await aPublicClient(server, realm, {
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: [app.redirectUri],
      postLogoutRedirectUris: [app.signedOutUri],
      scopes: ['openid', 'profile', 'email', 'offline_access'],
    });
    app.configure(server.issuer(realm.name), client.clientId, 'openid profile email offline_access');
    const page = await visit();
    await page.goto(app.origin);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await signInAndAllow(page);
    await heading(page, 'Signed in');
    expect(await shown(page)).toMatchObject(claims());
    await page.getByRole('button', { name: 'Renew' }).click();
    await heading(page, 'Renewed');
    expect(await shown(page)).toMatchObject({ sub: user.id });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await heading(page, 'Signed out');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Password').waitFor();
    await page.context().close();
  });
});

describe('@openid/appauth, unmodified', () => {
  // It tells the terminal of every step.
  beforeAll(() => void jest.spyOn(console, 'log').mockImplementation(() => {}));
  afterAll(() => jest.restoreAllMocks());

  it.each([
    ['with', true],
    ['without', false],
  ])('signs a user in to an application of the desktop, in Chromium %s JavaScript', async (_how, javaScriptEnabled) => {
    const client = await aPublicClient(server, realm, {
      grantTypes: ['authorization_code'],
      // Any port will do where the client listens.
      redirectUris: ['http://127.0.0.1'],
    });
    const page = await visit(javaScriptEnabled);
    const app = new NativeApp(server.issuer(realm.name), client, await freePort());
    const browse = async (url: string): Promise<void> => {
      await page.goto(url);
      await signInAndAllow(page);
      await page.getByText('Close your browser').waitFor();
    };
    let browsed: Promise<void> | undefined;
    const signedIn = await app.signIn((url) => {
      browsed = browse(url);
    });
    await browsed;
    expect(signedIn).toMatchObject(claims());
    await page.context().close();
  });
});
