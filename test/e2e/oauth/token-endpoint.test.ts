import { randomBytes } from 'node:crypto';
import { aClient, aRealm, aUser, type BuiltClient } from '../../support/builders.js';
import { OAuth } from '../../support/oauth.js';
import { basic, postForm, request, type Form } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';

const POST_ENDPOINTS = ['oauth/token', 'oauth/introspect', 'oauth/revoke'];

describe('the endpoints that take forms', () => {
  let server: TestServer;
  let oauth: OAuth;
  let client: BuiltClient;

  beforeAll(async () => {
    server = await startServer();
    const realm = await aRealm(server);
    oauth = new OAuth(server, realm);
    client = await aClient(server, realm, { defaultScopes: ['openid'] });
  });
  afterAll(() => server.close());

  const send = (form: Form, path = 'oauth/token') => postForm(oauth.url(path), form, basic(client));
  const sendAs = (contentType: string, body: string, path = 'oauth/token') =>
    request(oauth.url(path), { method: 'POST', body, headers: { 'content-type': contentType, ...basic(client) } });

  it.each(POST_ENDPOINTS)('req 10: %s never answers credentials with a redirect', async (path) => {
    for (const suffix of ['', '/', '?', '//']) {
      const { status } = await send({ grant_type: 'client_credentials', token: 'x' }, path + suffix);
      expect(Math.floor(status / 100)).not.toBe(3);
    }
  });

  it.each([
    ['oauth/token', 'grant_type', 'client_credentials'],
    ['oauth/token', 'scope', 'openid'],
    ['oauth/token', 'unknown_parameter', 'x'],
    ['oauth/introspect', 'token', 'x'],
    ['oauth/introspect', 'token_type_hint', ''],
    ['oauth/revoke', 'token', 'x'],
    ['oauth/revoke', 'client_id', 'x'],
  ])('req 11: %s refuses a second %s', async (path, name, value) => {
    const usual = path === 'oauth/token' ? [['grant_type', 'client_credentials']] : [['token', 'y']];
    const others = usual.filter(([other]) => other !== name) as [string, string][];
    const { status, body } = await send([...others, [name, value], [name, value]], path);
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
  });

  it('req 12: ignores unknown parameters', async () => {
    const { status } = await send({ grant_type: 'client_credentials', audience: 'x', __proto__: 'y', a: '' });
    expect(status).toBe(200);
  });

  it('req 12: takes an empty value for an absent one', async () => {
    const { body } = await send({ grant_type: 'client_credentials', scope: '', client_id: '' });
    expect(body['scope']).toBe('openid');
    expect((await send({ grant_type: '' })).body['error']).toBe('invalid_request');
    expect((await send({ token: '' }, 'oauth/introspect')).body['error']).toBe('invalid_request');
  });

  it('req 12: an empty client_secret is no secret', async () => {
    const form = { grant_type: 'client_credentials', client_id: client.clientId, client_secret: '' };
    const { status, body } = await postForm(oauth.url('oauth/token'), form);
    expect([status, body['error']]).toEqual([401, 'invalid_client']);
  });

  it.each(POST_ENDPOINTS)('req 40: %s refuses every method but POST, and says which it takes', async (path) => {
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']) {
      const { status, headers, body } = await request(oauth.url(path), { method, headers: basic(client) });
      expect([method, status, headers.get('allow')]).toEqual([method, 405, 'POST']);
      expect(headers.get('cache-control')).toBe('no-store');
      if (method !== 'HEAD') expect(body['error']).toBe('invalid_request');
    }
  });

  it.each(POST_ENDPOINTS)('req 40: %s refuses parameters in the URL', async (path) => {
    const form = { grant_type: 'client_credentials', token: 'x' };
    const { status, body } = await send(form, `${path}?client_id=${client.clientId}`);
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
    expect(body['error_description']).toMatch(/URL/);
  });

  it.each(POST_ENDPOINTS)('req 40: %s refuses JSON, and says what it takes', async (path) => {
    const json = JSON.stringify({ grant_type: 'client_credentials', token: 'x' });
    const { status, body } = await sendAs('application/json', json, path);
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
    expect(body['error_description']).toMatch(/application\/x-www-form-urlencoded/);
  });

  it('req 40: takes JSON from a client that is registered for it', async () => {
    const modern = await aClient(server, oauth.realm, { acceptsJson: true, defaultScopes: ['openid'] });
    const credentials = { client_id: modern.clientId, client_secret: modern.secret };
    const post = (body: unknown) =>
      request(oauth.url('oauth/token'), {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      });
    expect((await post({ grant_type: 'client_credentials', ...credentials })).body['scope']).toBe('openid');
    for (const odd of [[], 'text', 7, null, { grant_type: ['client_credentials'], ...credentials }]) {
      expect((await post(odd)).body['error']).toBe('invalid_request');
    }
  });

  it('req 11: refuses JSON with a member that is there twice', async () => {
    const modern = await aClient(server, oauth.realm, { acceptsJson: true });
    const headers = { ...basic(modern), 'content-type': 'application/json' };
    const post = (body: string) => request(oauth.url('oauth/token'), { method: 'POST', body, headers });
    expect((await post('{"grant_type":"client_credentials"}')).status).toBe(200);
    const { status, body } = await post('{"grant_type":"password","grant_type":"client_credentials"}');
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
  });

  it('req 53: refuses a parameter that is too long, though it declares none of that name', async () => {
    const { status, body } = await send({ grant_type: 'client_credentials', foo: 'x'.repeat(4097) });
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
  });

  it.each(['text/plain', 'multipart/form-data; boundary=x', 'application/xml', 'application/jwt'])(
    'req 40: refuses %s',
    async (contentType) => {
      const { status, body } = await sendAs(contentType, 'grant_type=client_credentials');
      expect([status, body['error']]).toEqual([400, 'invalid_request']);
    },
  );

  it('req 40: lets no cache keep an answer, good or bad', async () => {
    for (const form of [{ grant_type: 'client_credentials' }, { grant_type: 'nonsense' }]) {
      const { headers } = await send(form);
      expect([headers.get('cache-control'), headers.get('pragma')]).toEqual(['no-store', 'no-cache']);
    }
  });

  it('refuses a grant type that it does not know, in words that repeat nothing', async () => {
    const { status, body } = await send({ grant_type: '<i>' });
    expect([status, body['error']]).toEqual([400, 'unsupported_grant_type']);
    expect(JSON.stringify(body)).not.toContain('<');
  });

  it('asks for the grant type when it is missing', async () => {
    const { status, body } = await send({ scope: 'openid' });
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
  });

  it.each([
    ['scope', 'client_credentials'],
    ['resource', 'client_credentials'],
    ['client_id', 'client_credentials'],
    ['username', 'password'],
    ['password', 'password'],
  ])('req 53: refuses a %s of more than 4 KiB', async (name, grantType) => {
    const user = await aUser(server, oauth.realm);
    const whole = { grant_type: grantType, username: user.username, password: user.password };
    const { status, body } = await send({ ...whole, [name]: 'a'.repeat(4097) });
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
  });

  it.each([
    ['oauth/token', 'refresh_token'],
    ['oauth/introspect', 'token'],
    ['oauth/revoke', 'token'],
  ])('req 53: %s refuses a %s of more than 16 KiB', async (path, name) => {
    const { status, body } = await send({ grant_type: 'refresh_token', [name]: 'a'.repeat(16 * 1024 + 1) }, path);
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
  });

  it.each(['grant_type=%', 'grant_type=%ff', 'grant_type=client_credentials&x=%zz', 'grant_type=%C3%28'])(
    'req 53: refuses the malformed form %s',
    async (form) => {
      const { status, body } = await sendAs('application/x-www-form-urlencoded', form);
      expect([status, body['error']]).toEqual([400, 'invalid_request']);
    },
  );

  it('req 89: refuses a body of more than 64 KiB, and more than a hundred parameters', async () => {
    const large = await send({ grant_type: 'client_credentials', x: 'a'.repeat(64 * 1024) });
    expect([large.status, large.body['error']]).toEqual([413, 'invalid_request']);
    const many = Array.from({ length: 100 }, (_, index): [string, string] => [`p${index}`, '1']);
    const crowded = await send([['grant_type', 'client_credentials'], ...many]);
    expect([crowded.status, crowded.body['error']]).toEqual([400, 'invalid_request']);
  });

  it.each(['master', 'nowhere', '...', '%00', "'or'1", 'x'.repeat(60)])(
    'answers for the realm %s alike: 404 where there is none',
    async (name) => {
      const url = `${server.url}/realms/${encodeURIComponent(name)}/oauth/token`;
      const { status } = await postForm(url, { grant_type: 'client_credentials' }, basic(client));
      expect(status).toBe(name === 'master' ? 401 : 404);
    },
  );

  it.each(['GET', 'POST'])('answers %s in a disabled realm with the 404 of an unknown one', async (method) => {
    const off = await aRealm(server, { enabled: false });
    const none = { name: `none-${randomBytes(4).toString('hex')}` };
    const [disabled, unknown] = await Promise.all(
      [off, none].map(({ name }) => request(`${server.issuer(name)}/oauth/token`, { method })),
    );
    expect(disabled!.status).toBe(404);
    expect(disabled!.headers.get('content-type')).toMatch(/json/);
    expect(disabled!.text).toBe(unknown!.text);
  });

  it.each([
    'oauth//token',
    'oauth/token/',
    'OAuth/Token',
    'oauth/token;x=1',
    'oauth%2ftoken',
    './oauth/../oauth/token',
  ])('req 86: %s leads past no guard', async (path) => {
    const url = oauth.url(path);
    const [withoutClient, authenticated] = [await postForm(url, {}), await postForm(url, {}, basic(client))];
    expect([400, 401, 404]).toContain(withoutClient.status);
    expect([400, 404]).toContain(authenticated.status);
    expect(withoutClient.text).not.toContain('access_token');
  });
});
