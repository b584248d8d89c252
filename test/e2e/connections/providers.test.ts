import { departureOf, FormBrowser, responseOf } from '../../support/form-browser.js';
import { GitHubStandIn } from '../../support/providers/github-stand-in.js';
import { OidcProvider } from '../../support/providers/oidc-provider.js';
import { FAULTS } from '../../support/providers/provider-answer.js';
import { RealmgateProvider } from '../../support/providers/realmgate-provider.js';
import { SuiteProvider } from '../../support/providers/suite-provider.js';
import { basic, bearer, postForm, request, type Answer } from '../../support/requests.js';

const BACK = 'http://127.0.0.1:1/back';
const VERIFIER = 'a'.repeat(43);
const CHALLENGE = 'ZtNPunH49FD35FWYhT5Tv8I7vRKQJ8uxMaL0_9eHjNA';

const withQuery = (url: string, fields: Record<string, string>): string =>
  `${url}?${new URLSearchParams(fields).toString()}`;

/** What a client asks for, with PKCE. */
const question = (clientId: string, scope: string): Record<string, string> => ({
  response_type: 'code',
  client_id: clientId,
  redirect_uri: BACK,
  scope,
  state: 'abc',
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
});

const redemption = (code = ''): Record<string, string> => ({
  grant_type: 'authorization_code',
  code,
  redirect_uri: BACK,
  code_verifier: VERIFIER,
});

describe('the provider of the suite', () => {
  let provider: SuiteProvider;
  beforeAll(async () => {
    provider = await SuiteProvider.open({ secret: 'with "quotes", a \\ and a\nnewline' });
  });
  afterEach(() => provider.forget());
  afterAll(() => provider.close());

  const token = (form: Record<string, string>): Promise<Answer> =>
    postForm(`${provider.url}/token`, {
      ...form,
      client_id: provider.client.clientId,
      client_secret: provider.client.secret,
    });
  const refresh = (refreshToken: unknown): Promise<Answer> =>
    token({ grant_type: 'refresh_token', refresh_token: String(refreshToken) });
  const codeFor = async (): Promise<string | undefined> => {
    const url = withQuery(`${provider.url}/authorize`, question(provider.client.clientId, 'read write'));
    return responseOf(await new FormBrowser(provider.url).open(url))['code'];
  };

  it('gives a code once, to who has the verifier', async () => {
    const code = await codeFor();
    const { body } = await token(redemption(code));
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'read write' });
    expect((await token(redemption(code))).body['error']).toBe('invalid_grant');
    const stolen = { ...redemption(await codeFor()), code_verifier: 'b'.repeat(43) };
    expect((await token(stolen)).body['error']).toBe('invalid_grant');
    expect(provider.tokenCalls('authorization_code')).toHaveLength(3);
  });

  it('ends a grant whose refresh token comes twice', async () => {
    const { refreshToken, accessToken } = provider.grant();
    const { body } = await refresh(refreshToken);
    expect((await request(`${provider.url}/account`, { headers: bearer(accessToken) })).status).toBe(200);
    expect((await refresh(refreshToken)).body['error']).toBe('invalid_grant');
    expect((await refresh(body['refresh_token'])).body['error']).toBe('invalid_grant');
    expect((await request(`${provider.url}/account`, { headers: bearer(accessToken) })).status).toBe(401);
  });

  it('goes wrong as it is told, and not again', async () => {
    const { refreshToken, grant } = provider.grant();
    provider.fail('token', FAULTS.down);
    provider.fail('token', FAULTS.toMetadataService);
    provider.fail('token', FAULTS.dropped);
    expect((await refresh(refreshToken)).status).toBe(503);
    expect((await request(`${provider.url}/token`, { method: 'POST' })).headers.get('location')).toContain('169.254');
    await expect(refresh(refreshToken)).rejects.toThrow();
    expect(grant.refreshToken).not.toBe(refreshToken);
    expect((await refresh(grant.refreshToken)).status).toBe(200);
  });

  it('answers in the form that is wanted', async () => {
    provider.behave({ answerIn: 'form', expiresIn: null, refreshTokens: 'keep' });
    const { text, headers } = await refresh(provider.grant().refreshToken);
    expect(headers.get('content-type')).toContain('x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(text))).toEqual({
      access_token: expect.stringMatching(/^suite-access-/),
      token_type: 'Bearer',
      scope: 'read',
    });
  });

  it('says at its API what arrived, and hides the credential', async () => {
    const { accessToken } = provider.grant();
    const url = `${provider.url}/api/things?x=1`;
    const { body, text } = await request(url, { method: 'PUT', body: 'hello', headers: bearer(accessToken) });
    expect(body).toMatchObject({ account: 'account-1', method: 'PUT', url: '/api/things?x=1', body: 'hello' });
    expect(text).not.toContain(accessToken);
    provider.grants.expireAccessTokens();
    expect((await request(url, { headers: bearer(accessToken) })).status).toBe(401);
  });
});

describe('the stand-in of GitHub', () => {
  it('tells errors with 200 and like a form, where nobody asks for JSON', async () => {
    const github = await GitHubStandIn.open();
    const form = { client_id: github.client.clientId, client_secret: github.client.secret, code: 'none' };
    const { status, text } = await postForm(`${github.url}/login/oauth/access_token`, form);
    expect([status, new URLSearchParams(text).get('error')]).toEqual([200, 'bad_verification_code']);
    const arrival = await new FormBrowser(github.url).open(
      withQuery(`${github.url}/login/oauth/authorize`, question(github.client.clientId, 'repo user')),
    );
    const granted = await postForm(
      `${github.url}/login/oauth/access_token`,
      { ...form, ...redemption(responseOf(arrival)['code']) },
      { accept: 'application/json' },
    );
    expect(granted.body).toMatchObject({ scope: 'repo,user', expires_in: 28_800, token_type: 'bearer' });
    const user = await request(`${github.url}/user`, { headers: bearer(String(granted.body['access_token'])) });
    expect(user.body).toMatchObject({ login: 'octocat', id: 583_231 });
    await github.close();
  });
});

describe('oidc-provider', () => {
  it('gives codes, refreshes once for each token, and ends access tokens', async () => {
    const provider = await OidcProvider.open([BACK]);
    const url = withQuery(provider.endpoint('authorize'), question(OidcProvider.client.clientId, 'openid profile'));
    const { code } = responseOf(await provider.signIn(url));
    const proof = basic(OidcProvider.client);
    const { body: first } = await postForm(provider.endpoint('token'), redemption(code), proof);
    expect(await provider.isActive(String(first['access_token']))).toBe(true);
    await provider.endAccess(String(first['access_token']));
    expect(await provider.isActive(String(first['access_token']))).toBe(false);
    const again = { grant_type: 'refresh_token', refresh_token: String(first['refresh_token']) };
    const { body: second } = await postForm(provider.endpoint('token'), again, proof);
    expect(await provider.isActive(String(second['access_token']))).toBe(true);
    expect((await postForm(provider.endpoint('token'), again, proof)).body['error']).toBe('invalid_grant');
    expect(await provider.isActive(String(second['access_token']))).toBe(false);
    await provider.close();
  });
});

describe('this server in a process of its own', () => {
  it('is a provider like others', async () => {
    const provider = await RealmgateProvider.open();
    await provider.allowRedirect(BACK);
    const url = withQuery(provider.endpoint('oauth/authorize'), question(provider.client.clientId, 'openid profile'));
    const arrival = await provider.signIn(url);
    expect(departureOf(arrival).url.href).toContain(BACK);
    const proof = basic(provider.client);
    const { code } = responseOf(arrival);
    const { body } = await postForm(provider.endpoint('oauth/token'), redemption(code), proof);
    expect(await provider.isActive(String(body['access_token']))).toBe(true);
    await provider.revokeAll();
    expect(await provider.isActive(String(body['access_token']))).toBe(false);
    await provider.close();
  });
});
