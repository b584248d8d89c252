import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aPublicClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { FormBrowser, type Arrival, type ShownPage } from '../../support/form-browser.js';
import { claimsOf, OAuth } from '../../support/oauth.js';
import { request } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const GRANTS = [DEVICE, 'refresh_token'];

let server: TestServer;
let realm: Realm;
let oauth: OAuth;
let television: BuiltClient;
let user: BuiltUser;
beforeAll(async () => {
  server = await startServer();
  realm = await aRealm(server);
  oauth = new OAuth(server, realm);
  television = await aPublicClient(server, realm, { grantTypes: GRANTS, name: 'Television' });
  user = await aUser(server, realm);
});
afterAll(() => server.close());

const begin = async (client = television, scope = 'openid profile'): Promise<Record<string, unknown>> =>
  (await oauth.post('oauth/device_authorization', client, { scope })).body;
const poll = (begun: Record<string, unknown>, client = television) =>
  oauth.token(client, { grant_type: DEVICE, device_code: String(begun['device_code']) });

const shown = (arrival: Arrival): ShownPage => {
  if (arrival.kind !== 'page') throw new Error('The browser left the server.');
  return arrival;
};

/** Goes all the way to the question, signing in where it is asked to. */
async function toQuestion(begun: Record<string, unknown>, browser = new FormBrowser(server.url)): Promise<ShownPage> {
  const entry = shown(await browser.open(String(begun['verification_uri'])));
  let page = shown(await browser.submit(entry, { user_code: String(begun['user_code']).toLowerCase() }));
  if (page.url.pathname.endsWith('/login')) {
    page = shown(await browser.submit(page, { username: user.username, password: user.password }));
  }
  return page;
}

const answer = async (begun: Record<string, unknown>, decision: string): Promise<ShownPage> => {
  const browser = new FormBrowser(server.url);
  const question = await toQuestion(begun, browser);
  return shown(await browser.submit(question, {}, { button: ['decision', decision] }));
};

describe('the device grant over HTTP', () => {
  it('tells a device what to show, and where its user goes', async () => {
    const begun = await begin();
    expect(begun).toEqual({
      device_code: expect.stringMatching(/^rgd_[A-Za-z0-9_-]{43}$/),
      user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/),
      verification_uri: `${server.issuer(realm.name)}/device`,
      verification_uri_complete: `${server.issuer(realm.name)}/device?user_code=${String(begun['user_code'])}`,
      expires_in: 600,
      interval: 5,
    });
  });

  it('lets a device in whose user types its code, signs in and agrees', async () => {
    const begun = await begin();
    expect((await poll(begun)).body).toMatchObject({ error: 'authorization_pending' });
    const question = await toQuestion(begun);
    expect(question.html).toContain('Television');
    expect(question.html).toContain(String(begun['user_code']));
    expect((await answer(begun, 'allow')).html).toContain('Your device is connected.');
    const { status, body } = await poll(begun);
    expect(status).toBe(200);
    expect(body).toMatchObject({ scope: 'openid profile', refresh_token: expect.stringMatching(/^rgr_/) });
    expect(claimsOf(body['access_token'])).toMatchObject({ sub: user.id, client_id: television.clientId });
    expect((await oauth.userinfo(body['access_token'])).body).toMatchObject({ sub: user.id });
    expect((await poll(begun)).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('gives an ID token that says how the user had signed in', async () => {
    const begun = await begin();
    await answer(begun, 'allow');
    const { body } = await poll(begun);
    expect(claimsOf(body['id_token'])).toMatchObject({ sub: user.id, aud: television.clientId, amr: ['pwd'] });
  });

  it('tells a device that its user refused it', async () => {
    const begun = await begin();
    expect((await answer(begun, 'deny')).html).toContain('was not connected');
    const { status, body } = await poll(begun);
    expect([status, body['error']]).toEqual([400, 'access_denied']);
  });

  it('fills in a code of the address, and asks all the same', async () => {
    const begun = await begin();
    const page = shown(await new FormBrowser(server.url).open(String(begun['verification_uri_complete'])));
    expect(page.html).toContain(`value="${String(begun['user_code'])}"`);
    expect((await poll(begun)).body['error']).toBe('authorization_pending');
  });

  it.each(['de', 'es', 'en'])('speaks %s', async (language) => {
    const page = shown(
      await new FormBrowser(server.url, undefined, language).open(`${server.issuer(realm.name)}/device`),
    );
    expect(page.headers.get('content-language')).toBe(language);
    expect(page.html).toContain(`lang="${language}"`);
  });

  it('is for clients that have it, and asks confidential ones for their proof', async () => {
    const other = await aClient(server, realm);
    const refused = await oauth.post('oauth/device_authorization', other, {});
    expect([refused.status, refused.body['error']]).toEqual([400, 'unauthorized_client']);
    const kiosk = await aClient(server, realm, { grantTypes: GRANTS });
    expect(await begin(kiosk)).toMatchObject({ interval: 5 });
    const unproven = await oauth.post('oauth/device_authorization', { ...kiosk, type: 'public' }, {});
    expect([unproven.status, unproven.body['error']]).toEqual([401, 'invalid_client']);
  });

  it('req 39: takes no device code for anything else, and nothing else for a device code', async () => {
    const begun = await begin();
    await answer(begun, 'allow');
    const deviceCode = String(begun['device_code']);
    const codes = await aPublicClient(server, realm, { grantTypes: [...GRANTS, 'authorization_code'] });
    expect((await oauth.refresh(television, deviceCode)).body['error']).toBe('invalid_grant');
    const asCode = { grant_type: 'authorization_code', code: deviceCode, code_verifier: 'v'.repeat(43) };
    expect((await oauth.token(codes, asCode)).body['error']).toBe('invalid_grant');
    expect((await oauth.userinfo(deviceCode)).status).toBe(401);
    const { body } = await poll(begun);
    for (const value of [body['access_token'], body['refresh_token'], begun['user_code']]) {
      expect((await poll({ device_code: value })).body['error']).toBe('invalid_grant');
    }
  });

  it('req 51: refuses a scope that the client is not registered for', async () => {
    expect(await begin(television, 'openid admin:write')).toMatchObject({ error: 'invalid_scope' });
  });

  it('req 11: refuses a repeated parameter', async () => {
    const twice: [string, string][] = [
      ['client_id', television.clientId],
      ['scope', 'openid'],
      ['scope', 'profile'],
    ];
    const response = await fetch(oauth.url('oauth/device_authorization'), {
      method: 'POST',
      body: new URLSearchParams(twice),
    });
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({ error: 'invalid_request' }),
    ]);
  });

  it('req 40: takes POST alone, and says so', async () => {
    const { status, headers } = await request(oauth.url('oauth/device_authorization'));
    expect([status, headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('req 90: is in the metadata', async () => {
    const { body } = await request(oauth.url('.well-known/openid-configuration'));
    expect(body).toMatchObject({
      device_authorization_endpoint: oauth.url('oauth/device_authorization'),
      grant_types_supported: expect.arrayContaining([DEVICE]),
    });
  });
});

describe('the pages for devices', () => {
  it('req 20, 71: take no decision without a token of this browser, and let no GET decide', async () => {
    const begun = await begin();
    const browser = new FormBrowser(server.url);
    const question = await toQuestion(begun, browser);
    const forged = shown(await browser.post(question.url, { decision: 'allow' }));
    expect(forged.status).toBe(403);
    const stranger = new FormBrowser(server.url);
    await stranger.open(`${server.issuer(realm.name)}/device`);
    const { form_token: token = '' } = question.forms[0]?.fields ?? {};
    expect(shown(await stranger.post(question.url, { decision: 'allow', form_token: token })).status).toBe(403);
    await browser.open(`${question.url.href}&decision=allow`);
    expect((await poll(begun)).body['error']).toBe('authorization_pending');
  });

  it('req 71: ask for a sign-in before they ask anything else', async () => {
    const begun = await begin();
    const browser = new FormBrowser(server.url);
    const page = shown(
      await browser.open(`${server.issuer(realm.name)}/device/confirm?user_code=${String(begun['user_code'])}`),
    );
    expect(page.url.pathname).toMatch(/\/login$/);
  });

  it('req 18, 19: cannot be framed, are kept by no cache and send no referrer', async () => {
    const question = await toQuestion(await begin());
    for (const [name, value] of [
      ['x-frame-options', 'DENY'],
      ['referrer-policy', 'no-referrer'],
      ['cache-control', 'no-store'],
    ] as const) {
      expect(question.headers.get(name)).toBe(value);
    }
  });

  it('req 10: answer every form with 303', async () => {
    const browser = new FormBrowser(server.url);
    await toQuestion(await begin(), browser);
    const redirects = browser.trail.filter(({ status }) => status >= 300 && status < 400);
    expect(redirects.length).toBeGreaterThan(1);
    expect(redirects.every(({ status }) => status === 303)).toBe(true);
  });

  it('req 84, 85: say the same of a wrong code, an old one and a right one after too many wrong ones', async () => {
    const other = await aRealm(server);
    const tv = await aPublicClient(server, other, { grantTypes: GRANTS });
    const there = new OAuth(server, other);
    const { body } = await there.post('oauth/device_authorization', tv, {});
    const browser = new FormBrowser(server.url);
    const enter = async (code: string): Promise<string> => {
      const page = shown(await browser.open(`${server.issuer(other.name)}/device`));
      const next = shown(await browser.submit(page, { user_code: code }));
      expect(next.html).toContain('role="alert"');
      return next.html.replaceAll(/(nonce|value)="[^"]*"/g, '').replaceAll(/nonce-[^']*/g, '');
    };
    const answers: string[] = [];
    for (const code of ['BBBB-BBBB', '<b>', 'x', '1234', 'BBBB-BBBC', String(body['user_code'])]) {
      answers.push(await enter(code));
    }
    expect(new Set(answers).size).toBe(1);
  });

  it('req 27: leave no code in the log', async () => {
    const begun = await begin();
    await answer(begun, 'allow');
    const { body } = await poll(begun);
    const log = JSON.stringify(server.log);
    for (const secret of [begun['device_code'], begun['user_code'], body['access_token'], body['refresh_token']]) {
      expect(log).not.toContain(String(secret));
    }
  });
});
