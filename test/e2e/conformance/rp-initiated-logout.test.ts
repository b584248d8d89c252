import { generateKeyPair, SignJWT } from 'jose';
import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { departureOf, pageOf, type Arrival, type FormBrowser } from '../../support/form-browser.js';
import { claimsOf } from '../../support/oauth.js';
import { discovery, OidcParty, type SignedIn } from '../../support/oidc-party.js';
import { startServer, type TestServer } from '../../support/server.js';
import { BASIC_CLIENT } from './basic.fixtures.js';

const RETURN = 'https://rp.example.com/signed-out';

describe('RP-Initiated OP', () => {
  let server: TestServer;
  let realm: Realm;
  let user: BuiltUser;
  let client: BuiltClient;
  let party: OidcParty;
  let browser: FormBrowser;
  let signedIn: SignedIn;

  beforeAll(async () => {
    server = await startServer();
    realm = await aRealm(server);
    user = await aUser(server, realm);
    client = await aClient(server, realm, { ...BASIC_CLIENT, postLogoutRedirectUris: [RETURN, `${RETURN}?`] });
    party = new OidcParty(server, realm, client);
  });
  beforeEach(async () => {
    browser = party.browser();
    signedIn = await party.signIn(user, {}, browser);
  });
  afterAll(() => server.close());

  const hint = (): string => String(signedIn.tokens['id_token']);
  const logoutUrl = (parameters: Record<string, string>): string =>
    `${party.oauth.url('logout')}?${new URLSearchParams(parameters).toString()}`;
  const logOut = (parameters: Record<string, string>): Promise<Arrival> => browser.open(logoutUrl(parameters));
  const confirm = async (arrival: Arrival, decision = 'allow'): Promise<Arrival> =>
    browser.submit(pageOf(arrival), {}, { button: ['decision', decision] });

  const isSignedIn = async (): Promise<boolean> => {
    const parameters = party.requestOf({ prompt: 'none' });
    const { searchParams } = departureOf(await browser.open(party.url(parameters))).url;
    return searchParams.get('error') !== 'login_required';
  };
  const isRefused = async (arrival: Arrival): Promise<void> => {
    expect(pageOf(arrival).status).toBe(400);
    expect(await isSignedIn()).toBe(true);
  };
  const saysSignedOut = async (arrival: Arrival): Promise<void> => {
    const { status, html } = pageOf(arrival);
    expect([status, /You are signed out/.test(html)]).toEqual([200, true]);
    expect(await isSignedIn()).toBe(false);
  };

  it('oidcc-rp-initiated-logout-discovery-endpoint-verification', async () => {
    expect(await discovery(party.oauth)).toMatchObject({ end_session_endpoint: party.oauth.url('logout') });
  });

  it('oidcc-rp-initiated-logout', async () => {
    const arrival = await logOut({ id_token_hint: hint(), post_logout_redirect_uri: RETURN, state: 'a state & more' });
    const { url } = departureOf(arrival);
    expect([url.origin + url.pathname, url.searchParams.get('state')]).toEqual([RETURN, 'a state & more']);
    expect(browser.trail.at(-1)?.status).toBe(303);
    expect(await isSignedIn()).toBe(false);
  });

  it('adds the state to an address that ends in a question mark as it stands', async () => {
    const arrival = await logOut({ id_token_hint: hint(), post_logout_redirect_uri: `${RETURN}?`, state: 's' });
    expect(departureOf(arrival).url.href).toBe(`${RETURN}?state=s`);
  });

  it('oidcc-rp-initiated-logout-no-state', async () => {
    const arrival = await logOut({ id_token_hint: hint(), post_logout_redirect_uri: RETURN });
    expect(departureOf(arrival).url.href).toBe(RETURN);
    expect(await isSignedIn()).toBe(false);
  });

  it('req 77: oidcc-rp-initiated-logout-bad-post-logout-redirect-uri', async () => {
    await isRefused(await logOut({ id_token_hint: hint(), post_logout_redirect_uri: `${RETURN}/other` }));
  });

  it('req 77: oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri', async () => {
    await isRefused(await logOut({ id_token_hint: hint(), post_logout_redirect_uri: `${RETURN}?foo=bar` }));
  });

  it('req 77: oidcc-rp-initiated-logout-modified-id-token-hint', async () => {
    const header = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    const unsigned = `${header}.${hint().split('.')[1]}.`;
    await isRefused(await logOut({ id_token_hint: unsigned, post_logout_redirect_uri: RETURN }));
  });

  it('req 77: oidcc-rp-initiated-logout-bad-id-token-hint', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const kid = (JSON.parse(Buffer.from(hint().split('.')[0]!, 'base64url').toString()) as { kid: string }).kid;
    const forged = new SignJWT(claimsOf(hint())).setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' });
    await isRefused(await logOut({ id_token_hint: await forged.sign(privateKey), post_logout_redirect_uri: RETURN }));
  });

  it('req 77: oidcc-rp-initiated-logout-no-id-token-hint', async () => {
    const asked = await logOut({ post_logout_redirect_uri: RETURN, state: 'a-state' });
    expect(pageOf(asked).status).toBe(200);
    expect(await isSignedIn()).toBe(true);
    await saysSignedOut(await confirm(asked));
  });

  it('req 77: oidcc-rp-initiated-logout-no-params', async () => {
    const asked = await logOut({});
    expect(await isSignedIn()).toBe(true);
    await saysSignedOut(await confirm(asked));
  });

  it('oidcc-rp-initiated-logout-no-post-logout-redirect-uri', async () => {
    await saysSignedOut(await logOut({ id_token_hint: hint() }));
  });

  it('oidcc-rp-initiated-logout-only-state', async () => {
    await saysSignedOut(await confirm(await logOut({ state: 'a-state' })));
  });

  describe('beyond the plan', () => {
    it('req 77: takes a hint that has expired', async () => {
      server.advance(2 * 3600);
      browser = party.browser();
      const fresh = await party.signIn(user, {}, browser);
      expect(fresh.idToken.sub).toBe(signedIn.idToken.sub);
      const arrival = await logOut({ id_token_hint: hint(), post_logout_redirect_uri: RETURN });
      expect(departureOf(arrival).url.href).toBe(RETURN);
      expect(await isSignedIn()).toBe(false);
    });

    it('req 77: asks when the hint is of another user than the one who is signed in', async () => {
      const other = await aUser(server, realm);
      const theirs = hint();
      browser = party.browser();
      await party.signIn(other, {}, browser);
      const asked = await logOut({ id_token_hint: theirs, post_logout_redirect_uri: RETURN, state: 'back' });
      expect(pageOf(asked).html).toContain(other.username);
      expect(await isSignedIn()).toBe(true);
      const { url } = departureOf(await confirm(asked));
      expect([url.origin + url.pathname, url.searchParams.get('state')]).toEqual([RETURN, 'back']);
      expect(await isSignedIn()).toBe(false);
    });

    it('req 77: goes back to a client that names itself once the user has agreed', async () => {
      const asked = await logOut({ client_id: client.clientId, post_logout_redirect_uri: RETURN });
      expect(await isSignedIn()).toBe(true);
      expect(departureOf(await confirm(asked)).url.href).toBe(RETURN);
    });

    it('leaves everything as it was for a user who stays', async () => {
      const stayed = await confirm(await logOut({}), 'deny');
      expect(pageOf(stayed).html).toContain('Still signed in');
      expect(await isSignedIn()).toBe(true);
    });

    it('refuses a client_id that is not the one of the hint', async () => {
      const other = await aClient(server, realm, BASIC_CLIENT);
      await isRefused(await logOut({ id_token_hint: hint(), client_id: other.clientId }));
      await isRefused(await logOut({ client_id: 'nobody' }));
    });

    it('refuses an ID token of another realm', async () => {
      const elsewhere = await aRealm(server);
      const theirs = await aClient(server, elsewhere, { ...BASIC_CLIENT, postLogoutRedirectUris: [RETURN] });
      const foreign = await new OidcParty(server, elsewhere, theirs).signIn(await aUser(server, elsewhere));
      await isRefused(
        await logOut({ id_token_hint: String(foreign.tokens['id_token']), post_logout_redirect_uri: RETURN }),
      );
    });

    it('refuses an access token as a hint', async () => {
      await isRefused(await logOut({ id_token_hint: String(signedIn.tokens['access_token']) }));
    });

    it('req 20: takes no word that was not given on its own page, in this browser and session', async () => {
      const form = pageOf(await logOut({})).forms[0]!;
      const forged = await browser.post(form.action, { decision: 'allow' });
      expect(pageOf(forged).status).toBe(403);
      const attacker = party.browser();
      await party.signIn(await aUser(server, realm), {}, attacker);
      const theirs = pageOf(await attacker.open(party.oauth.url('logout'))).forms[0]!;
      expect(pageOf(await browser.post(form.action, { ...theirs.fields, decision: 'allow' })).status).toBe(403);
      expect(await isSignedIn()).toBe(true);
    });

    it('ends the session that a form of another site names by its hint, though it comes without cookies', async () => {
      const bare = party.browser();
      const fields = { id_token_hint: hint(), post_logout_redirect_uri: RETURN };
      const arrival = await bare.post(party.oauth.url('logout'), fields, { 'sec-fetch-site': 'cross-site' });
      expect(departureOf(arrival).url.href).toBe(RETURN);
      expect(await isSignedIn()).toBe(false);
    });

    it('sends a form without hint and cookies on to where the browser shows its cookies', async () => {
      const bare = party.browser();
      await bare.post(party.oauth.url('logout'), { state: 'a-state' });
      const [first] = bare.trail;
      expect([first?.status, first?.headers.get('location')]).toEqual([
        303,
        `/realms/${realm.name}/logout?state=a-state`,
      ]);
    });

    it('refuses a parameter that is sent twice', async () => {
      await isRefused(await browser.open(`${logoutUrl({ id_token_hint: hint() })}&state=a&state=b`));
    });

    it('ends the online grants of the session, and leaves those with offline_access', async () => {
      const both = await party.signIn(user, { scope: 'openid offline_access', prompt: 'consent' }, browser);
      await logOut({ id_token_hint: hint() });
      expect((await party.refresh(signedIn.tokens)).status).toBe(400);
      expect(await party.oauth.isActive(client, signedIn.tokens['access_token'])).toBe(false);
      expect((await party.refresh(both.tokens)).status).toBe(200);
    });

    it('leaves the session of another browser of the same user alone', async () => {
      const other = party.browser();
      const elsewhere = await party.signIn(user, {}, other);
      await logOut({ id_token_hint: hint() });
      expect((await party.refresh(elsewhere.tokens)).status).toBe(200);
    });
  });
});
