import { decodeProtectedHeader } from 'jose';
import { pageOf } from '../../support/form-browser.js';
import { decodeHtml } from '../../support/html.js';
import { discovery } from '../../support/oidc-party.js';
import { request } from '../../support/requests.js';
import { CALLBACK, DynamicPlan } from './dynamic.fixtures.js';

/** The least that is a picture: one pixel of PNG. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('Dynamic OP: what clients register', () => {
  let plan: DynamicPlan;

  beforeAll(async () => {
    plan = await DynamicPlan.open();
  });
  afterAll(() => plan.close());

  /** The pages that ask the user, for that client: the login, then the consent. */
  async function pagesFor(metadata: Record<string, unknown>): Promise<string[]> {
    const party = await plan.party(metadata);
    const browser = party.browser();
    const login = pageOf(await browser.open(party.url(party.requestOf())));
    const { username, password } = plan.user;
    return [login.html, pageOf(await browser.submit(login, { username, password })).html];
  }

  it('oidcc-discovery-endpoint-verification: names where clients register', async () => {
    const { oauth } = await plan.party();
    expect(await discovery(oauth)).toMatchObject({ registration_endpoint: plan.registering.url });
  });

  it('oidcc-server: the whole code flow of a client that has registered itself', async () => {
    const { idToken } = await (await plan.party()).signIn(plan.user);
    expect(idToken.sub).toBe(plan.user.id);
  });

  it('oidcc-idtoken-rs256: as it asks for', async () => {
    const { tokens } = await (await plan.party({ id_token_signed_response_alg: 'RS256' })).signIn(plan.user);
    expect(decodeProtectedHeader(String(tokens['id_token'])).alg).toBe('RS256');
  });

  it('oidcc-idtoken-unsigned: cannot be asked for', async () => {
    const wanted = { redirect_uris: [CALLBACK], id_token_signed_response_alg: 'none' };
    const { status, body } = await plan.registering.register(wanted);
    expect([status, body['error']]).toEqual([400, 'invalid_client_metadata']);
  });

  it('oidcc-userinfo-rs256: userinfo as a signed JWT', async () => {
    const party = await plan.party({ userinfo_signed_response_alg: 'RS256' });
    const { tokens, idToken } = await party.signIn(plan.user, { scope: 'openid profile' });
    const { headers, text } = await party.oauth.userinfo(tokens['access_token']);
    expect(headers.get('content-type')).toMatch(/^application\/jwt/);
    expect(await party.verifyJwt(text, 'RS256', ['sub'])).toMatchObject({ sub: idToken.sub, name: 'Ada Lovelace' });
  });

  it('oidcc-registration-logo-uri: the logo is shown, from this server', async () => {
    plan.site.files.set('/logo.png', PNG);
    for (const page of await pagesFor({ logo_uri: `${plan.site.origin}/logo.png` })) {
      const [, path = ''] = /<img src="([^"]+)"[^>]*class="client-logo"/.exec(page) ?? [];
      const { status, headers } = await request(new URL(decodeHtml(path), plan.server.url).href);
      expect([status, headers.get('content-type')]).toEqual([200, 'image/png']);
      expect(page).not.toContain(plan.site.origin);
    }
  });

  it.each([
    ['oidcc-registration-policy-uri', 'policy_uri', 'https://rp.example.com/privacy'],
    ['oidcc-registration-tos-uri', 'tos_uri', 'https://rp.example.com/terms'],
  ])('%s: the user is led there from every page that asks', async (_, name, uri) => {
    for (const page of await pagesFor({ [name]: uri })) expect(page).toContain(`<a href="${uri}"`);
  });

  it('oidcc-registration-sector-uri: a document that holds the redirect URI', async () => {
    const sector = plan.publish('/sector.json', [CALLBACK, 'https://rp.example.com/other']);
    const metadata = { subject_type: 'pairwise', sector_identifier_uri: sector };
    const [one, other] = [
      await plan.party(metadata),
      await plan.party({ ...metadata, redirect_uris: ['https://rp.example.com/other'] }),
    ];
    const { idToken } = await one.signIn(plan.user);
    expect(idToken.sub).not.toBe(plan.user.id);
    expect((await other.signIn(plan.user)).idToken.sub).toBe(idToken.sub);
  });

  it('oidcc-registration-sector-bad: a document that does not hold it', async () => {
    const sector = plan.publish('/other-sector.json', ['https://other.example.com/callback']);
    const wanted = { redirect_uris: [CALLBACK], subject_type: 'pairwise', sector_identifier_uri: sector };
    const { status, body } = await plan.registering.register(wanted);
    expect([status, body['error']]).toEqual([400, 'invalid_client_metadata']);
  });
});

describe('3rd-party initiated login OP', () => {
  let plan: DynamicPlan;

  beforeAll(async () => {
    plan = await DynamicPlan.open();
  });
  afterAll(() => plan.close());

  it('oidcc-3rdparty-init-login: initiate_login_uri is registered and told back', async () => {
    const uri = 'https://rp.example.com/start';
    const { status, body } = await plan.registering.register({ redirect_uris: [CALLBACK], initiate_login_uri: uri });
    expect([status, body['initiate_login_uri']]).toEqual([201, uri]);
    expect((await plan.registering.read(body)).body['initiate_login_uri']).toBe(uri);
  });

  it('oidcc-3rdparty-init-login-nohttps: one that is not https is refused', async () => {
    const uri = 'http://rp.example.com/start';
    const { status, body } = await plan.registering.register({ redirect_uris: [CALLBACK], initiate_login_uri: uri });
    expect([status, body['error']]).toEqual([400, 'invalid_client_metadata']);
  });
});
