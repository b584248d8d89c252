import { decodeProtectedHeader } from 'jose';
import { unsigned } from '../../support/assertions.js';
import { aClient, aRealm, type BuiltUser } from '../../support/builders.js';
import { departureOf, responseOf, type Arrival, type FormBrowser } from '../../support/form-browser.js';
import { challengeOf, discovery, OidcParty } from '../../support/oidc-party.js';
import { bearer, postForm } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { aFullUser, BASIC_CLIENT, CLAIMS } from './basic.fixtures.js';

type Fields = Record<string, string>;
type Expectation = (signedIn: Awaited<ReturnType<OidcParty['signIn']>>) => void;

const nothingMore: Expectation = () => {};
const ALL = 'openid profile email address phone';

/** The modules of the plan that are answered with a code. */
const ANSWERED: readonly (readonly [string, Fields, Expectation])[] = [
  ['oidcc-server', {}, nothingMore],
  ['oidcc-ensure-request-without-nonce-succeeds-for-code-flow', { nonce: '' }, nothingMore],
  [
    'oidcc-scope-profile',
    { scope: 'openid profile' },
    ({ userinfo }) => expect(userinfo).toMatchObject(CLAIMS.profile),
  ],
  ['oidcc-scope-email', { scope: 'openid email' }, ({ userinfo }) => expect(userinfo).toMatchObject(CLAIMS.email)],
  [
    'oidcc-scope-address',
    { scope: 'openid address' },
    ({ userinfo }) => expect(userinfo).toMatchObject(CLAIMS.address),
  ],
  ['oidcc-scope-phone', { scope: 'openid phone' }, ({ userinfo }) => expect(userinfo).toMatchObject(CLAIMS.phone)],
  ['oidcc-scope-all', { scope: ALL }, ({ userinfo }) => expect(userinfo).toMatchObject(CLAIMS.email)],
  ['oidcc-alternate-happy-flow', { scope: 'phone address email profile openid' }, nothingMore],
  ['oidcc-display-page', { display: 'page' }, nothingMore],
  ['oidcc-display-popup', { display: 'popup' }, nothingMore],
  ['oidcc-ui-locales', { ui_locales: 'se' }, nothingMore],
  ['oidcc-claims-locales', { claims_locales: 'se' }, nothingMore],
  ['oidcc-login-hint', { login_hint: 'bob@example.com' }, nothingMore],
  ['oidcc-ensure-request-with-unknown-parameter-succeeds', { extra: 'foobar' }, nothingMore],
  ['oidcc-ensure-request-with-acr-values-succeeds', { acr_values: '1 2' }, nothingMore],
  [
    'oidcc-claims-essential',
    { claims: JSON.stringify({ userinfo: { name: { essential: true } } }) },
    ({ userinfo }) => expect(userinfo['name']).toBe(CLAIMS.profile.name),
  ],
];

describe('Form Post Basic OP', () => {
  let server: TestServer;
  let user: BuiltUser;
  let party: OidcParty;
  let browser: FormBrowser;

  beforeAll(async () => {
    server = await startServer();
    const realm = await aRealm(server);
    user = await aFullUser(server, realm);
    party = new OidcParty(server, realm, await aClient(server, realm, BASIC_CLIENT));
  });
  beforeEach(() => {
    browser = party.browser();
  });
  afterAll(() => server.close());

  const requestOf = (change: Fields = {}): Fields => party.requestOf({ response_mode: 'form_post', ...change });
  const openSilently = (url: URL): Promise<Arrival> =>
    browser.open(url).then((arrival) => browser.carryOn(arrival, user));

  /** By POST, and with nothing in the query or the fragment. */
  const expectPosted = (arrival: Arrival): void => {
    const { method, url } = departureOf(arrival);
    expect([method, url.href]).toEqual(['POST', party.redirectUri]);
  };

  async function signIn(change: Fields = {}): Promise<Awaited<ReturnType<OidcParty['signIn']>>> {
    const parameters = requestOf(change);
    const arrival = await browser.signIn(party.url(parameters), user);
    expectPosted(arrival);
    return party.complete(arrival, parameters);
  }

  it.each(ANSWERED)('%s: answered by POST', async (_, change, expectation) => {
    expectation(await signIn(change));
  });

  it('oidcc-response-type-missing: told by POST too, or on a page', async () => {
    const parameters = requestOf({ response_type: '' });
    const arrival = await openSilently(party.url(parameters));
    expectPosted(arrival);
    expect(party.errorOf(arrival, parameters)['error']).toMatch(/^(invalid_request|unsupported_response_type)$/);
  });

  it('oidcc-prompt-none-not-logged-in: told by POST too', async () => {
    const parameters = requestOf({ prompt: 'none' });
    const arrival = await openSilently(party.url(parameters));
    expectPosted(arrival);
    expect(party.errorOf(arrival, parameters)['error']).toBe('login_required');
  });

  it('oidcc-prompt-none-logged-in, oidcc-id-token-hint: silent, and answered by POST', async () => {
    const first = await signIn();
    const hint = { prompt: 'none', id_token_hint: String(first.tokens['id_token']) };
    for (const change of [{ prompt: 'none' }, hint]) {
      const { sub, auth_time: authTime } = (await signIn(change)).idToken;
      expect([sub, authTime]).toEqual([first.idToken.sub, first.idToken['auth_time']]);
    }
  });

  it.each([
    ['oidcc-prompt-login', { prompt: 'login' }],
    ['oidcc-max-age-1', { max_age: '1' }],
  ])('%s: the second sign-in is a later one', async (_, change) => {
    const first = await signIn();
    server.advance(2);
    const second = await signIn(change);
    expect(Number(second.idToken['auth_time'])).toBeGreaterThan(Number(first.idToken['auth_time']));
  });

  it('oidcc-max-age-10000: the second sign-in is the first one still', async () => {
    const first = await signIn();
    server.advance(2);
    expect((await signIn({ max_age: '10000' })).idToken['auth_time']).toBe(first.idToken['auth_time']);
  });

  it.each([
    ['oidcc-codereuse', 0],
    ['oidcc-codereuse-30seconds', 30],
  ])('%s: the same code again is refused, and its access token stops working', async (_, seconds) => {
    const { response, tokens } = await signIn();
    server.advance(seconds);
    const { status, body } = await party.redeem(response['code']);
    expect([status, body['error']]).toEqual([400, 'invalid_grant']);
    expect((await party.oauth.userinfo(tokens['access_token'])).status).toBe(401);
  });

  it('oidcc-idtoken-signature, oidcc-idtoken-unsigned: signed by RS256, and never not at all', async () => {
    const { tokens } = await signIn();
    expect(decodeProtectedHeader(String(tokens['id_token']))).toMatchObject({ alg: 'RS256', kid: expect.any(String) });
    const { id_token_signing_alg_values_supported: offered } = await discovery(party.oauth);
    expect(offered).not.toContain('none');
  });

  it('oidcc-userinfo-get, oidcc-userinfo-post-header, oidcc-userinfo-post-body: each tells the same', async () => {
    const { tokens, userinfo } = await signIn({ scope: 'openid profile' });
    const [url, token] = [party.oauth.url('userinfo'), String(tokens['access_token'])];
    const byPost = [await postForm(url, {}, bearer(token)), await postForm(url, { access_token: token })];
    for (const { status, body } of byPost) expect([status, body]).toEqual([200, userinfo]);
  });

  it('oidcc-server-client-secret-post: the secret in the body', async () => {
    const parameters = requestOf();
    const arrival = await browser.signIn(party.url(parameters), user);
    expectPosted(arrival);
    const { clientId, secret } = party.client;
    const code = responseOf(arrival)['code'] ?? '';
    const form = { grant_type: 'authorization_code', code, redirect_uri: party.redirectUri };
    const credentials = { client_id: clientId, client_secret: secret };
    expect((await postForm(party.oauth.url('oauth/token'), { ...form, ...credentials })).status).toBe(200);
  });

  it('oidcc-ensure-request-with-valid-pkce-succeeds: S256', async () => {
    const verifier = 'v'.repeat(43);
    const parameters = requestOf({ code_challenge: challengeOf(verifier), code_challenge_method: 'S256' });
    const arrival = await browser.signIn(party.url(parameters), user);
    expectPosted(arrival);
    await party.complete(arrival, parameters, { code_verifier: verifier });
  });

  it('oidcc-refresh-token: a new ID token of the same sign-in', async () => {
    const { tokens, idToken } = await signIn({ scope: 'openid offline_access', prompt: 'consent' });
    const { status, body } = await party.refresh(tokens);
    expect(status).toBe(200);
    const { sub, iss, aud } = idToken;
    expect(await party.verify(body, undefined)).toMatchObject({ sub, iss, aud });
  });

  it.each([
    [
      'oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported',
      { request: unsigned({ nonce: 'inside' }) },
      'request_not_supported',
    ],
    [
      'oidcc-ensure-request-object-with-redirect-uri',
      { request: unsigned({ redirect_uri: 'https://evil.example.com/callback' }) },
      'request_not_supported',
    ],
    [
      'oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported',
      { request_uri: 'https://rp.example.com/object' },
      'request_uri_not_supported',
    ],
  ])('%s: refused for this client, by POST, and never ignored', async (_, change, error) => {
    const parameters = requestOf(change);
    const arrival = await openSilently(party.url(parameters));
    expectPosted(arrival);
    expect(party.errorOf(arrival, parameters)['error']).toBe(error);
  });

  it('oidcc-ensure-post-request-succeeds: the request by POST, and its answer', async () => {
    const parameters = requestOf();
    const shown = await browser.post(party.oauth.url('oauth/authorize'), parameters);
    const arrival = await browser.carryOn(shown, user);
    expectPosted(arrival);
    await party.complete(arrival, parameters);
  });

  it('oidcc-ensure-registered-redirect-uri: nothing is posted to any other one', async () => {
    const arrival = await browser.open(party.url(requestOf({ redirect_uri: 'https://evil.example.com/callback' })));
    expect([arrival.kind, arrival.status]).toEqual(['page', 400]);
  });
});
