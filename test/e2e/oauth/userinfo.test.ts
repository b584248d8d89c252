import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { claimsOf, OAuth } from '../../support/oauth.js';
import { bearer, postForm, request } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';

describe('userinfo', () => {
  let server: TestServer;
  let oauth: OAuth;
  let client: BuiltClient;
  let user: BuiltUser;

  beforeAll(async () => {
    server = await startServer();
    const realm = await aRealm(server);
    oauth = new OAuth(server, realm);
    const scopes = ['openid', 'profile', 'email', 'phone', 'address'];
    client = await aClient(server, realm, { scopes, resources: ['https://api.example.com'] });
    user = await aUser(server, realm, {
      fullName: 'Ada Lovelace',
      email: 'ada@example.com',
      attributes: {
        given_name: 'Ada',
        email_verified: true,
        phone_number: '+44 1',
        email: 'forged@example.com',
        sub: 'forged',
        department: 'engines',
      },
    });
  });
  afterAll(() => server.close());

  const token = async (scope: string, form: Record<string, string> = {}): Promise<string> =>
    String((await oauth.password(client, user, { scope, ...form })).body['access_token']);

  it.each([
    ['openid', {}],
    [
      'openid profile',
      {
        name: 'Ada Lovelace',
        given_name: 'Ada',
        preferred_username: expect.any(String),
        updated_at: expect.any(Number),
      },
    ],
    ['openid email', { email: 'ada@example.com', email_verified: true }],
    ['openid phone address', { phone_number: '+44 1', phone_number_verified: false }],
  ])('tells for the scope %s what it opens and nothing else', async (scope, claims) => {
    const { status, headers, body } = await oauth.userinfo(await token(scope));
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({ sub: user.id, ...claims });
  });

  it('answers a POST like a GET', async () => {
    const access = await token('openid');
    const { body } = await postForm(oauth.url('userinfo'), {}, bearer(access));
    expect(body).toEqual({ sub: user.id });
  });

  it('req 81: the subject is that of the token', async () => {
    const access = await token('openid');
    expect((await oauth.userinfo(access)).body['sub']).toBe(claimsOf(access)['sub']);
  });

  it('needs the scope openid', async () => {
    const { status, headers, body } = await oauth.userinfo(await token('profile'));
    expect([status, body['error']]).toEqual([403, 'insufficient_scope']);
    expect(headers.get('www-authenticate')).toMatch(/^Bearer .*error="insufficient_scope"/);
  });

  it('has nobody to tell of when a client acts for itself', async () => {
    const { body } = await oauth.clientCredentials(client, { scope: 'openid' });
    const { status, headers } = await oauth.userinfo(body['access_token']);
    expect(status).toBe(403);
    expect(headers.get('www-authenticate')).toMatch(/insufficient_scope/);
  });

  it('req 81: names the error in WWW-Authenticate, and none to whoever sent no token', async () => {
    const bad = await oauth.userinfo('nonsense');
    expect([bad.status, bad.body['error']]).toEqual([401, 'invalid_token']);
    expect(bad.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
    const none = await request(oauth.url('userinfo'));
    expect(none.status).toBe(401);
    expect(none.headers.get('www-authenticate')).not.toMatch(/error=/);
  });

  it('takes a token from the form of a POST, and from there alone', async () => {
    const access = await token('openid');
    const { status, body } = await postForm(oauth.url('userinfo'), { access_token: access });
    expect([status, body]).toEqual([200, { sub: user.id }]);
    const wrong = await postForm(oauth.url('userinfo'), { access_token: 'nonsense' });
    expect(wrong.headers.get('www-authenticate')).toMatch(/error="invalid_token"/);
  });

  it('refuses a token in two places', async () => {
    const access = await token('openid');
    const twice = await postForm(oauth.url('userinfo'), { access_token: access }, bearer(access));
    expect([twice.status, twice.body['error']]).toEqual([400, 'invalid_request']);
    const repeated = await postForm(oauth.url('userinfo'), [
      ['access_token', access],
      ['access_token', access],
    ]);
    expect([repeated.status, repeated.body['error']]).toEqual([400, 'invalid_request']);
  });

  it('req 81: takes no token from the query', async () => {
    const access = await token('openid');
    expect((await request(`${oauth.url('userinfo')}?access_token=${access}`)).status).toBe(401);
    expect((await postForm(`${oauth.url('userinfo')}?access_token=${access}`, {})).status).toBe(401);
    const both = await request(`${oauth.url('userinfo')}?access_token=${access}`, { headers: bearer(access) });
    expect([both.status, both.body['error']]).toEqual([400, 'invalid_request']);
  });

  it('req 52: refuses a token that is meant for somebody else alone', async () => {
    const elsewhere = await token('profile', { resource: 'https://api.example.com' });
    expect((await oauth.userinfo(elsewhere)).status).toBe(401);
    const withOpenid = await token('openid', { resource: 'https://api.example.com' });
    expect((await oauth.userinfo(withOpenid)).status).toBe(200);
  });

  it('req 39: takes no refresh token for an access token', async () => {
    const { body } = await oauth.password(client, user, { scope: 'openid' });
    expect((await oauth.userinfo(body['refresh_token'])).status).toBe(401);
  });

  it.each([
    ['a lower-case scheme', 'bearer '],
    ['an upper-case scheme', 'BEARER '],
  ])('takes %s', async (_, scheme) => {
    const access = await token('openid');
    const { status } = await request(oauth.url('userinfo'), { headers: { authorization: scheme + access } });
    expect(status).toBe(200);
  });
});
