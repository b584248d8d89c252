import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aRealm, aUser, type BuiltUser } from '../../support/builders.js';
import { pageOf, responseOf, type FormBrowser } from '../../support/form-browser.js';
import { OidcParty } from '../../support/oidc-party.js';
import { startServer, type TestServer } from '../../support/server.js';
import { BASIC_CLIENT } from './basic.fixtures.js';

describe('Basic OP: whether and how the user is asked', () => {
  let server: TestServer;
  let realm: Realm;
  let user: BuiltUser;
  let party: OidcParty;
  let browser: FormBrowser;

  beforeAll(async () => {
    server = await startServer();
    realm = await aRealm(server);
    user = await aUser(server, realm);
    party = new OidcParty(server, realm, await aClient(server, realm, BASIC_CLIENT));
  });
  beforeEach(() => {
    browser = party.browser();
  });
  afterAll(() => server.close());

  const open = async (change: Record<string, string>) => {
    const parameters = party.requestOf(change);
    return { parameters, arrival: await browser.open(party.url(parameters)) };
  };
  const asksForPassword = (html: string): boolean => /name="?password"?/.test(html);

  it.each([
    ['oidcc-display-page', { display: 'page' }],
    ['oidcc-display-popup', { display: 'popup' }],
    ['oidcc-ui-locales', { ui_locales: 'se' }],
    ['oidcc-claims-locales', { claims_locales: 'se' }],
    ['oidcc-ensure-request-with-unknown-parameter-succeeds', { extra: 'foobar' }],
    ['oidcc-ensure-request-with-acr-values-succeeds', { acr_values: '1 2' }],
  ])('%s: no error', async (_, change) => {
    await party.signIn(user, change);
  });

  it('oidcc-login-hint: stands in the form already', async () => {
    const { arrival } = await open({ login_hint: 'somebody@example.com' });
    expect(pageOf(arrival).forms[0]?.fields).toMatchObject({ username: 'somebody@example.com' });
  });

  it('oidcc-ui-locales: the page speaks the language that the client names', async () => {
    const { arrival } = await open({ ui_locales: 'xx de' });
    expect(pageOf(arrival).html).toMatch(/<html[^>]* lang="?de/);
  });

  it('req 24: oidcc-prompt-login: the user signs in anew, and auth_time is later', async () => {
    const first = await party.signIn(user, {}, browser);
    server.advance(2);
    const { parameters, arrival } = await open({ prompt: 'login' });
    expect(asksForPassword(pageOf(arrival).html)).toBe(true);
    const second = await party.complete(await browser.carryOn(arrival, user), parameters);
    expect(second.idToken.sub).toBe(first.idToken.sub);
    expect(Number(second.idToken['auth_time'])).toBeGreaterThan(Number(first.idToken['auth_time']));
  });

  it('req 24: a prompt=login that is left unanswered gives no code, and the session is what it was', async () => {
    const first = await party.signIn(user, {}, browser);
    server.advance(2);
    await open({ prompt: 'login' });
    const again = await party.signIn(user, { prompt: 'none' }, browser);
    expect(again.idToken['auth_time']).toBe(first.idToken['auth_time']);
  });

  it('req 24: oidcc-prompt-none-not-logged-in: an error, and never a page', async () => {
    const { parameters, arrival } = await open({ prompt: 'none' });
    expect(party.errorOf(arrival, parameters)['error']).toBe('login_required');
  });

  it('req 24: prompt=none agrees to nothing in place of the user', async () => {
    await party.signIn(user, { scope: 'openid' }, browser);
    const other = new OidcParty(server, realm, await aClient(server, realm, BASIC_CLIENT));
    const parameters = other.requestOf({ prompt: 'none' });
    const arrival = await browser.open(other.url(parameters));
    expect(other.errorOf(arrival, parameters)['error']).toBe('consent_required');
  });

  it('oidcc-prompt-none-logged-in: silent, with the same sub and auth_time', async () => {
    const first = await party.signIn(user, {}, browser);
    server.advance(2);
    const { parameters, arrival } = await open({ prompt: 'none' });
    const second = await party.complete(arrival, parameters);
    expect(second.idToken).toMatchObject({ sub: first.idToken.sub, auth_time: first.idToken['auth_time'] });
  });

  it('req 24: oidcc-max-age-1: after that time the user signs in anew', async () => {
    const first = await party.signIn(user, {}, browser);
    server.advance(2);
    const { parameters, arrival } = await open({ max_age: '1' });
    expect(asksForPassword(pageOf(arrival).html)).toBe(true);
    const second = await party.complete(await browser.carryOn(arrival, user), parameters);
    expect(Number(second.idToken['auth_time'])).toBeGreaterThan(Number(first.idToken['auth_time']) + 1);
  });

  it('oidcc-max-age-10000: before that time not, and auth_time is told', async () => {
    const first = await party.signIn(user, {}, browser);
    server.advance(2);
    const { parameters, arrival } = await open({ max_age: '10000' });
    const second = await party.complete(arrival, parameters);
    expect(second.idToken['auth_time']).toBe(first.idToken['auth_time']);
  });

  describe('oidcc-id-token-hint', () => {
    it('goes on silently for the same user, with a token that has expired too', async () => {
      const { tokens } = await party.signIn(user, {}, browser);
      const hint = { prompt: 'none', id_token_hint: String(tokens['id_token']) };
      const soon = await open(hint);
      await party.complete(soon.arrival, soon.parameters);
    });

    it('is as good when it has expired', async () => {
      const long = await aRealm(server, { sessionIdleSeconds: 36000 });
      const here = new OidcParty(server, long, await aClient(server, long, BASIC_CLIENT));
      const person = await aUser(server, long);
      const { tokens } = await here.signIn(person, {}, browser);
      server.advance(3601);
      const parameters = here.requestOf({ prompt: 'none', id_token_hint: String(tokens['id_token']) });
      await here.complete(await browser.open(here.url(parameters)), parameters);
    });

    it('req 25: of another user is login_required, and nobody is switched', async () => {
      const other = await party.signIn(await aUser(server, realm));
      await party.signIn(user, {}, browser);
      const hint = { id_token_hint: String(other.tokens['id_token']) };
      const silent = await open({ ...hint, prompt: 'none' });
      expect(party.errorOf(silent.arrival, silent.parameters)['error']).toBe('login_required');
      const asked = await open(hint);
      expect(asksForPassword(pageOf(asked.arrival).html)).toBe(true);
      const refused = await browser.carryOn(asked.arrival, user);
      expect(party.errorOf(refused, asked.parameters)['error']).toBe('login_required');
    });

    it('req 79: that this realm did not sign for this client is refused', async () => {
      const { tokens } = await party.signIn(user, {}, browser);
      const elsewhere = await aRealm(server);
      const stranger = new OidcParty(server, elsewhere, await aClient(server, elsewhere, BASIC_CLIENT));
      const foreign = await stranger.signIn(await aUser(server, elsewhere));
      const other = new OidcParty(server, realm, await aClient(server, realm, BASIC_CLIENT));
      const others = await other.signIn(user);
      const [, payload] = String(tokens['id_token']).split('.');
      const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`;
      for (const hint of [tokens['access_token'], foreign.tokens['id_token'], others.tokens['id_token'], unsigned]) {
        const { parameters, arrival } = await open({ prompt: 'none', id_token_hint: String(hint) });
        expect(party.errorOf(arrival, parameters)['error']).toBe('invalid_request');
      }
    });
  });

  it('req 54: the ID token is of the grant that is redeemed, however the session has gone on', async () => {
    const parameters = party.requestOf();
    const arrival = await browser.signIn(party.url(parameters), user);
    server.advance(2);
    const later = await party.signIn(user, { prompt: 'login' }, browser);
    const { idToken } = await party.complete(arrival, parameters);
    expect(Number(idToken['auth_time'])).toBeLessThan(Number(later.idToken['auth_time']));
  });

  it('req 54: a code never becomes an ID token of whoever signed in meanwhile', async () => {
    const parameters = party.requestOf();
    const arrival = await browser.signIn(party.url(parameters), user);
    const other = await aUser(server, realm);
    const later = await party.signIn(other, { prompt: 'login' }, browser);
    expect(later.idToken.sub).toBe(other.id);
    const { status, body } = await party.redeem(responseOf(arrival)['code']);
    expect([status, body['error']]).toEqual([400, 'invalid_grant']);
  });

  it('req 54: a refresh tells of the sign-in that it began with', async () => {
    const { tokens, idToken } = await party.signIn(user, { scope: 'openid offline_access' }, browser);
    server.advance(2);
    await party.signIn(user, { prompt: 'login' }, browser);
    const refreshed = await party.verify((await party.refresh(tokens)).body, undefined);
    const { sub, auth_time: authTime, sid } = idToken;
    expect(refreshed).toMatchObject({ sub, auth_time: authTime, sid });
  });

  describe('offline_access', () => {
    it('is given when the user has agreed to it on a page, and that is remembered', async () => {
      const { tokens } = await party.signIn(user, { scope: 'openid offline_access', prompt: 'consent' }, browser);
      expect(String(tokens['scope']).split(' ')).toContain('offline_access');
      const again = await party.signIn(user, { scope: 'openid offline_access', prompt: 'none' }, browser);
      expect(String(again.tokens['scope']).split(' ')).toContain('offline_access');
    });

    it('is given to nobody silently', async () => {
      const person = await aUser(server, realm);
      await party.signIn(person, { scope: 'openid' }, browser);
      const { parameters, arrival } = await open({ scope: 'openid offline_access', prompt: 'none' });
      expect(party.errorOf(arrival, parameters)['error']).toBe('consent_required');
    });
  });
});
