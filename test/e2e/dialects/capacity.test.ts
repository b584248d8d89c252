import { ClientsService } from '../../../src/clients/clients.service.js';
import { DomainError } from '../../../src/kernel/domain-error.js';
import { atOnce } from '../../support/at-once.js';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { OAuth } from '../../support/oauth.js';
import { basic, postForm, request, type Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';

/** As an OAuth Config of Capacity posts it: the rendered template, whole, as JSON. */
const postJson = (url: string, members: object, headers: Record<string, string> = {}): Promise<Answer> =>
  request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(members),
  });

const INVALID_CLIENT = { error: 'invalid_client', error_description: 'Client authentication failed.' };

describe('Capacity as a client', () => {
  let server: TestServer;
  let oauth: OAuth;
  let capacity: BuiltClient;
  let ordinary: BuiltClient;
  let user: BuiltUser;
  let url: string;

  beforeAll(async () => {
    server = await startServer({ settings: { CLIENT_FAILURES_PER_ADDRESS: '1000' } });
    const realm = await aRealm(server);
    oauth = new OAuth(server, realm);
    capacity = await aClient(server, realm, { acceptsJson: true, refreshWithoutAuthentication: true });
    ordinary = await aClient(server, realm);
    user = await aUser(server, realm);
    url = oauth.url('oauth/token');
  });
  afterAll(() => server.close());

  /** The way to its first tokens until the authorization endpoint is there. */
  const passwordBody = ({ clientId: client_id, secret: client_secret }: BuiltClient) => ({
    grant_type: 'password',
    username: user.username,
    password: user.password,
    client_id,
    client_secret,
    scope: 'openid profile',
  });

  const firstToken = async (client: BuiltClient): Promise<string> =>
    String((await oauth.password(client, user)).body['refresh_token']);

  /** The refresh body of Capacity's documentation: nothing but these two. */
  const refreshBody = (refresh_token: unknown) => ({ refresh_token, grant_type: 'refresh_token' });

  it('reads JSON from a client that may send it, and tells it the lifetime under both names', async () => {
    const { status, headers, text } = await postJson(url, passwordBody(capacity));
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect([headers.get('cache-control'), headers.get('pragma')]).toEqual(['no-store', 'no-cache']);
    expect(text).toMatch(
      /^\{"access_token":"[\w.-]+","token_type":"Bearer","expires_in":43200,"expire_in":43200,"refresh_token":"rgr_[\w-]{51}","scope":"openid profile"\}$/,
    );
  });

  it('tells the lifetime twice to that client alone, and however it asks', async () => {
    const [asForm, others] = [await oauth.clientCredentials(capacity), await oauth.clientCredentials(ordinary)];
    expect(asForm.body).toMatchObject({ expires_in: 43200, expire_in: 43200 });
    expect(Object.keys(others.body)).toEqual(['access_token', 'token_type', 'expires_in']);
    expect((await oauth.refresh(ordinary, await firstToken(ordinary))).body['expire_in']).toBeUndefined();
  });

  it('req 40: JSON of a client that may not send it is refused, and a refused refresh token is not used up', async () => {
    expect(await postJson(url, passwordBody(ordinary))).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
    const formsOnly = await aClient(server, oauth.realm, { refreshWithoutAuthentication: true });
    const token = await firstToken(formsOnly);
    expect(await postJson(url, refreshBody(token))).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect((await postForm(url, refreshBody(token) as Record<string, string>)).status).toBe(200);
  });

  it('refreshes without credentials, each time to another refresh token', async () => {
    const first = await firstToken(capacity);
    const second = await postJson(url, refreshBody(first));
    expect(second.status).toBe(200);
    expect(Object.keys(second.body)).toEqual([
      'access_token',
      'token_type',
      'expires_in',
      'expire_in',
      'refresh_token',
    ]);
    expect(second.body['refresh_token']).not.toBe(first);
    const third = await postJson(url, refreshBody(second.body['refresh_token']));
    expect(await oauth.isActive(capacity, third.body['access_token'])).toBe(true);
  });

  it('req 56: ends the grant when a used refresh token is shown again after its window', async () => {
    const first = await firstToken(capacity);
    const second = (await postJson(url, refreshBody(first))).body;
    server.advance(60);
    expect(await postJson(url, refreshBody(first))).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await postJson(url, refreshBody(second['refresh_token']))).status).toBe(400);
    expect(await oauth.isActive(capacity, second['access_token'])).toBe(false);
  });

  it('req 57: gives everybody one successor when many refresh at once', async () => {
    const first = await firstToken(capacity);
    const answers = await atOnce(50, () => postJson(url, refreshBody(first)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body['refresh_token'])).size).toBe(1);
  });

  it('req 48, 55: a refresh token of any other client needs its proof, and is not used up without', async () => {
    const token = await firstToken(ordinary);
    for (const shown of [token, token.replace('rgr_', 'rga_'), 'unknown', '']) {
      const { status, body } = await postForm(url, { grant_type: 'refresh_token', refresh_token: shown });
      expect([status, body]).toEqual([401, INVALID_CLIENT]);
      const json = await postJson(url, refreshBody(shown));
      expect([json.status, json.body]).toEqual([401, INVALID_CLIENT]);
    }
    expect((await oauth.refresh(ordinary, token)).status).toBe(200);
  });

  it('req 55: credentials that are shown must be right', async () => {
    const token = await firstToken(capacity);
    const { clientId: client_id } = capacity;
    const wrong = { clientId: client_id, secret: 'wrong' };
    const attempts = [
      await postJson(url, { ...refreshBody(token), client_id, client_secret: 'wrong' }),
      await postJson(url, { ...refreshBody(token), client_id }),
      await postJson(url, refreshBody(token), basic(wrong)),
    ];
    for (const { status, body } of attempts) expect([status, body]).toEqual([401, INVALID_CLIENT]);
    expect((await postJson(url, { ...refreshBody(token), client_id, client_secret: capacity.secret })).status).toBe(
      200,
    );
  });

  it('needs its credentials for everything else', async () => {
    const { username, password } = user;
    for (const body of [{ grant_type: 'password', username, password }, { grant_type: 'client_credentials' }])
      expect(await postJson(url, body)).toMatchObject({ status: 401, body: INVALID_CLIENT });
  });

  it('req 49: refreshes nothing of another realm', async () => {
    const elsewhere = await aRealm(server);
    const token = await firstToken(capacity);
    const there = `${server.issuer(elsewhere.name)}/oauth/token`;
    expect(await postJson(there, refreshBody(token))).toMatchObject({ status: 401, body: INVALID_CLIENT });
    expect((await postJson(url, refreshBody(token))).status).toBe(200);
  });

  it('req 60: refreshes nothing for a client that is disabled, nor once the registration is taken back', async () => {
    const client = await aClient(server, oauth.realm, { acceptsJson: true, refreshWithoutAuthentication: true });
    const token = await firstToken(client);
    const clients = server.get(ClientsService);
    await clients.update(oauth.realm, client.clientId, { enabled: false });
    expect((await postJson(url, refreshBody(token))).status).toBe(401);
    await clients.update(oauth.realm, client.clientId, { enabled: true, refreshWithoutAuthentication: false });
    expect((await postJson(url, refreshBody(token))).status).toBe(401);
    expect((await oauth.refresh(client, token)).status).toBe(200);
  });

  it('cannot keep one refresh token for ever', async () => {
    const unsafe = { refreshWithoutAuthentication: true, refreshTokenPolicy: 'reuse' } as const;
    await expect(aClient(server, oauth.realm, unsafe)).rejects.toThrow(DomainError);
  });
});
