import type { Realm } from '../../../src/realms/realm.types.js';
import { aRealm, aUser, type BuiltUser } from '../../support/builders.js';
import { CookieJar } from '../../support/cookie-jar.js';
import { departureOf, FormBrowser, pageOf, responseOf, type ShownPage } from '../../support/form-browser.js';
import { claimsOf } from '../../support/oauth.js';
import { startServer, type TestServer } from '../../support/server.js';
import { Relying } from './support.js';

let server: TestServer;
let realm: Realm;
let relying: Relying;
let bob: BuiltUser;
beforeAll(async () => {
  server = await startServer();
  realm = await aRealm(server);
  relying = await Relying.in(server, realm);
  bob = await aUser(server, realm);
});
afterAll(() => server.close());

const handleOf = ({ url }: ShownPage): string => url.searchParams.get('request') ?? '';
const resumption = (page: ShownPage): string => `${relying.oauth.url('oauth/authorize')}/${handleOf(page)}`;

const subjectOf = async (code: string | undefined): Promise<unknown> => {
  const { body } = await relying.redeem(code ?? '');
  return claimsOf(body['id_token'])['sub'];
};

describe('a request that waits for its user', () => {
  it('req 21: is another one in each tab', async () => {
    const browser = relying.browser();
    const first = pageOf(await relying.ask({ state: 'first', scope: 'openid' }, browser));
    const second = pageOf(await relying.ask({ state: 'second', scope: 'openid profile' }, browser));
    expect(handleOf(first)).not.toBe(handleOf(second));
    const [a, b] = [await browser.carryOn(first, relying.user), await browser.open(resumption(second))];
    const answers = [responseOf(a), responseOf(await browser.carryOn(b, relying.user))];
    expect(answers.map(({ state }) => state)).toEqual(['first', 'second']);
    const scopes = [];
    for (const { code } of answers) scopes.push((await relying.redeem(code ?? '')).body['scope']);
    expect(scopes).toEqual(['openid', 'openid profile']);
  });

  it('req 21: opens to the browser alone that began it', async () => {
    const browser = relying.browser();
    const page = pageOf(await relying.ask({}, browser));
    const thief = relying.browser();
    await relying.signIn({}, thief);
    const stolen = pageOf(await thief.open(resumption(page)));
    expect(stolen.status).toBe(400);
    expect(pageOf(await thief.open(page.url)).status).toBe(404);
    expect(pageOf(await new FormBrowser(server.url, new CookieJar()).open(resumption(page))).status).toBe(400);
    expect(responseOf(await browser.carryOn(page, relying.user))['code']).toBeDefined();
  });

  it('req 21: is not changed by parameters that come along later', async () => {
    const browser = relying.browser();
    const page = pageOf(await relying.ask({ state: 'mine' }, browser));
    await browser.carryOn(page, relying.user);
    const again = pageOf(await relying.ask({ state: 'mine', prompt: 'login' }, browser));
    const tampered = new URL(again.url);
    tampered.searchParams.set('redirect_uri', 'https://evil.example');
    tampered.searchParams.set('state', 'evil');
    const arrival = await browser.carryOn(pageOf(await browser.open(tampered)), relying.user);
    expect(departureOf(arrival).url.href.startsWith('https://client.example/callback')).toBe(true);
    expect(responseOf(arrival)['state']).toBe('mine');
  });

  it('req 21: gives one answer: neither the back button nor a second click gets another', async () => {
    const browser = relying.browser();
    const page = pageOf(await relying.ask({}, browser));
    expect(responseOf(await browser.carryOn(page, relying.user))['code']).toBeDefined();
    expect(pageOf(await browser.open(resumption(page))).status).toBe(400);
  });

  it('req 28: gives one code to many who come back at once', async () => {
    const browser = relying.browser();
    await relying.signIn({}, browser);
    const page = pageOf(await relying.ask({ prompt: 'consent' }, browser));
    const resumed = browser.submit(page, {}, { button: ['decision', 'allow'] });
    const others = Array.from({ length: 10 }, () => browser.open(resumption(page)));
    const arrivals = await Promise.all([resumed, ...others]);
    expect(arrivals.filter(({ kind }) => kind === 'left').length).toBeLessThanOrEqual(1);
  });

  it('is over after ten minutes', async () => {
    const browser = relying.browser();
    const page = pageOf(await relying.ask({}, browser));
    server.advance(601);
    expect(pageOf(await browser.open(resumption(page))).status).toBe(400);
  });

  it('is nothing in another realm', async () => {
    const other = await aRealm(server);
    const browser = relying.browser();
    const page = pageOf(await relying.ask({}, browser));
    expect(pageOf(await browser.open(`${server.issuer(other.name)}/oauth/authorize/${handleOf(page)}`)).status).toBe(
      400,
    );
  });

  it('req 54, 21: asks again where another user has signed in in between', async () => {
    const browser = relying.browser();
    const first = pageOf(await relying.ask({ state: 'ada', prompt: 'consent' }, browser));
    const adasConsent = pageOf(
      await browser.submit(first, relying.user && { username: relying.user.username, password: relying.user.password }),
    );
    const second = pageOf(await relying.ask({ state: 'bob', prompt: 'login' }, browser));
    const bobs = responseOf(await browser.carryOn(second, bob));
    expect(await subjectOf(bobs['code'])).toBe(bob.id);
    const later = pageOf(await browser.open(resumption(adasConsent)));
    expect(later.url.pathname).toMatch(/\/login$/);
    const adas = responseOf(await browser.carryOn(later, relying.user));
    expect(adas['state']).toBe('ada');
    expect(await subjectOf(adas['code'])).toBe(relying.user.id);
  });

  it('req 54: has the ID token of its own user, though two sign in by turns', async () => {
    const [one, two] = [relying.browser(), relying.browser()];
    const pages = [pageOf(await relying.ask({}, one)), pageOf(await relying.ask({}, two))] as const;
    const [a, b] = await Promise.all([one.carryOn(pages[0], relying.user), two.carryOn(pages[1], bob)]);
    expect(await subjectOf(responseOf(b)['code'])).toBe(bob.id);
    expect(await subjectOf(responseOf(a)['code'])).toBe(relying.user.id);
  });
});

describe('what a request asks of its user', () => {
  it('req 24: prompt=none shows no page: without a session, without consent', async () => {
    const browser = relying.browser();
    expect(responseOf(await relying.ask({ prompt: 'none' }, browser))).toMatchObject({ error: 'login_required' });
    await relying.signIn({}, browser);
    expect(responseOf(await relying.ask({ prompt: 'none' }, browser))['code']).toBeDefined();
    const more = responseOf(await relying.ask({ prompt: 'none', scope: 'openid email' }, browser));
    expect(more).toMatchObject({ error: 'consent_required' });
    expect(responseOf(await relying.ask({ prompt: 'none', max_age: '0' }, browser))).toMatchObject({
      error: 'login_required',
    });
  });

  it.each([{ prompt: 'login' }, { max_age: '0' }])('req 24: %j has the user sign in anew', async (changes) => {
    const browser = relying.browser();
    await relying.signIn({}, browser);
    const page = pageOf(await relying.ask(changes, browser));
    expect(page.url.pathname).toMatch(/\/login$/);
    // Coming back without having signed in leads to the same page.
    expect(pageOf(await browser.open(resumption(page))).url.href).toBe(page.url.href);
    expect(responseOf(await browser.carryOn(page, relying.user))['code']).toBeDefined();
  });

  it('req 24: max_age counts from the sign-in', async () => {
    const browser = relying.browser();
    await relying.signIn({}, browser);
    expect(responseOf(await relying.ask({ max_age: '300' }, browser))['code']).toBeDefined();
    server.advance(301);
    expect(pageOf(await relying.ask({ max_age: '300' }, browser)).url.pathname).toMatch(/\/login$/);
  });

  it('req 25: an id_token_hint of another user is not satisfied by whoever is signed in', async () => {
    const browser = relying.browser();
    const { body } = await relying.redeem(await relying.code({}, browser));
    const hint = String(body['id_token']);
    expect(responseOf(await relying.ask({ prompt: 'none', id_token_hint: hint }, browser))['code']).toBeDefined();
    const bobs = relying.browser();
    await bobs.signIn(relying.address(), bob);
    const silent = await relying.ask({ prompt: 'none', id_token_hint: hint }, bobs);
    expect(responseOf(silent)).toMatchObject({ error: 'login_required' });
    const asked = pageOf(await relying.ask({ id_token_hint: hint }, bobs));
    expect(responseOf(await bobs.carryOn(asked, bob))).toMatchObject({ error: 'login_required' });
    expect(responseOf(await relying.ask({ id_token_hint: 'nonsense' }, bobs))).toMatchObject({
      error: 'invalid_request',
    });
  });

  it('req 23: a public client on a loopback redirect is asked every time', async () => {
    const native = await Relying.in(server, realm, { type: 'public', redirectUris: ['http://127.0.0.1/cb'] });
    const browser = native.browser();
    await native.signIn({}, browser);
    const again = pageOf(await native.ask({}, browser));
    expect(again.url.pathname).toMatch(/\/consent$/);
    expect(responseOf(await native.ask({ prompt: 'none' }, browser))).toMatchObject({ error: 'consent_required' });
  });

  it('what the user does not allow is access_denied', async () => {
    const browser = relying.browser();
    await relying.signIn({}, browser);
    const page = pageOf(await relying.ask({ prompt: 'consent' }, browser));
    const arrival = await browser.submit(page, {}, { button: ['decision', 'deny'] });
    expect(responseOf(arrival)).toMatchObject({ error: 'access_denied', state: 'a-state' });
    expect(pageOf(await browser.open(resumption(page))).status).toBe(400);
  });
});
