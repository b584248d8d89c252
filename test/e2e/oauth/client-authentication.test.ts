import { ClientsService } from '../../../src/clients/clients.service.js';
import { aClient, aPublicClient, aRealm, type BuiltClient } from '../../support/builders.js';
import { OAuth } from '../../support/oauth.js';
import { basic, postForm, type Answer, type Form } from '../../support/requests.js';
import { expectSameTime, timed } from '../../support/same-time.js';
import { startServer, type TestServer } from '../../support/server.js';

const header = (text: string | Buffer): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(text).toString('base64')}`,
});

describe('client authentication', () => {
  let server: TestServer;
  let oauth: OAuth;
  let client: BuiltClient;

  beforeAll(async () => {
    server = await startServer({
      settings: { CLIENT_FAILURES_PER_ADDRESS: '1000', CLIENT_FAILURES_PER_REALM: '1000' },
    });
    const realm = await aRealm(server);
    oauth = new OAuth(server, realm);
    client = await aClient(server, realm);
  });
  afterAll(() => server.close());

  const ask = (form: Form, headers: Record<string, string> = {}): Promise<Answer> =>
    postForm(
      oauth.url('oauth/token'),
      { grant_type: 'client_credentials', ...(form as Record<string, string>) },
      headers,
    );
  const posted = (secret = client.secret) => ({ client_id: client.clientId, client_secret: secret });

  it('takes id and secret by Basic or in the form', async () => {
    expect((await ask({}, basic(client))).status).toBe(200);
    expect((await ask(posted())).status).toBe(200);
  });

  it('tells the log, and nobody else, why a client was refused', async () => {
    const { body } = await ask({}, header(`${client.clientId}:wrong`));
    expect(JSON.stringify(body)).not.toContain('client_secret_basic');
    const cause = 'No client is proven by client_secret_basic.';
    expect(server.log).toContainEqual(
      expect.objectContaining({ level: 'debug', fields: expect.objectContaining({ code: 'invalid_client', cause }) }),
    );
  });

  it.each([
    ['Basic and form', () => ask(posted(), basic(client))],
    ['Basic and a secret alone', () => ask({ client_secret: client.secret }, basic(client))],
    ['wrong Basic and right form', () => ask(posted(), header(`${client.clientId}:wrong`))],
  ])('req 41: refuses two methods in one request: %s', async (_, send) => {
    const { status, body } = await send();
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
  });

  it('req 41: takes the same client_id beside Basic, and refuses another one', async () => {
    expect((await ask({ client_id: client.clientId }, basic(client))).status).toBe(200);
    const { status, body } = await ask({ client_id: 'another' }, basic(client));
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
  });

  it('req 41: refuses a method that the client is not registered for', async () => {
    const basicOnly = await aClient(server, oauth.realm, { tokenEndpointAuthMethods: ['client_secret_basic'] });
    const { status, body } = await ask({ client_id: basicOnly.clientId, client_secret: basicOnly.secret });
    expect([status, body['error']]).toEqual([401, 'invalid_client']);
    expect((await ask({}, basic(basicOnly))).status).toBe(200);
  });

  it('req 41: a client that has a secret must prove it', async () => {
    const { status, body } = await ask({ client_id: client.clientId });
    expect([status, body['error']]).toEqual([401, 'invalid_client']);
  });

  it('req 41: a public client takes no secret', async () => {
    const app = await aPublicClient(server, oauth.realm);
    const { status, body } = await ask({ client_id: app.clientId, client_secret: 'anything-at-all-16' });
    expect([status, body['error']]).toEqual([401, 'invalid_client']);
    expect((await ask({ client_id: app.clientId })).body['error']).toBe('unauthorized_client');
  });

  it('req 41: challenges for Basic when Basic was tried, and only then', async () => {
    const tried = await ask({}, header(`${client.clientId}:wrong`));
    expect(tried.headers.get('www-authenticate')).toMatch(/^Basic realm="[^"]+"/);
    expect((await ask(posted('wrong'))).headers.has('www-authenticate')).toBe(false);
  });

  it('refuses two Authorization headers', async () => {
    const { authorization } = basic(client);
    const { status, body } = await rawPost(server.url, new URL(oauth.url('oauth/token')).pathname, [
      ['Authorization', authorization],
      ['authorization', authorization],
    ]);
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
  });

  describe('Basic', () => {
    const SECRET = 'a:b%2Dc+d=&/~!%zz';
    let odd: BuiltClient;

    beforeAll(async () => {
      odd = await aClient(server, oauth.realm, { clientId: 'my:client+%41', clientSecret: SECRET });
    });

    const formEncoded = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

    it('req 42: takes id and secret form-encoded, as openid-client sends them', async () => {
      const text = `${formEncoded(odd.clientId)}:${formEncoded(SECRET)}`;
      expect((await ask({}, header(text))).status).toBe(200);
    });

    it('req 42: takes a raw secret with colons, as curl sends it', async () => {
      const plain = await aClient(server, oauth.realm, { clientSecret: 'with:colons:and%25-escape' });
      expect((await ask({}, basic(plain))).status).toBe(200);
    });

    it('req 42: separates at the first colon', async () => {
      expect((await ask({}, header(`my:client+%41:${SECRET}`))).status).toBe(401);
    });

    it.each([
      ['Latin-1', () => header(Buffer.from(`${client.clientId}:caf\xe9`, 'latin1'))],
      ['no colon', () => header(client.clientId)],
      ['no base64', () => ({ authorization: `Basic ${client.clientId}:${client.secret}` })],
      ['no credentials', () => ({ authorization: 'Basic' })],
      ['an empty secret', () => header(`${client.clientId}:`)],
      ['NUL', () => header(`${client.clientId}\0:${client.secret}`)],
      ['a long id', () => header(`${'x'.repeat(3000)}:${client.secret}`)],
      ['a secret of another case', () => header(`${client.clientId}:${client.secret.toLowerCase()}`)],
    ])('req 42: refuses %s with 401 and a challenge', async (_, headers) => {
      const { status, body, headers: sent } = await ask({}, headers());
      expect([status, body['error']]).toEqual([401, 'invalid_client']);
      expect(sent.has('www-authenticate')).toBe(true);
    });
  });

  it('req 43: answers every cause of invalid_client in the same words', async () => {
    const disabled = await aClient(server, oauth.realm, { enabled: false });
    const answers = await Promise.all([
      ask({}, basic({ clientId: 'nobody', secret: 'x' })),
      ask({}, header(`${client.clientId}:wrong`)),
      ask({}, basic(disabled)),
      ask({}, header('not even credentials')),
    ]);
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    const [unknown, wrong] = await Promise.all([
      ask({ client_id: 'nobody', client_secret: 'x' }),
      ask(posted('wrong')),
    ]);
    expect(unknown!.text).toBe(wrong!.text);
    expect(unknown!.text).toBe(answers[0]!.text);
  });

  it('req 43: an unknown client takes the time of a wrong secret', async () => {
    const asked = (clientId: string) => timed(() => ask({}, basic({ clientId, secret: 'wrong' })));
    await expectSameTime(asked(client.clientId), asked('no-such-client'));
  });

  it('authenticates a client without a secret by the key of its realm', async () => {
    const realm = await aRealm(server, { key: 'the-key-of-this-realm' });
    const keyed = { ...(await aClient(server, realm, { clientSecret: null })), secret: 'the-key-of-this-realm' };
    expect((await new OAuth(server, realm).clientCredentials(keyed)).status).toBe(200);
    const own = { clientId: realm.name, secret: 'the-key-of-this-realm' };
    const { body } = await postForm(
      `${server.issuer(realm.name)}/oauth/token`,
      { grant_type: 'client_credentials' },
      basic(own),
    );
    expect(body).toHaveProperty('access_token');
  });

  it('takes the old and the new secret while both live', async () => {
    const rotating = await aClient(server, oauth.realm);
    const added = await server.get(ClientsService).addSecret(oauth.realm, rotating.clientId, { expireOthersIn: 60 });
    expect((await ask({}, basic(rotating))).status).toBe(200);
    expect((await ask({}, basic({ ...rotating, secret: added.clientSecret }))).status).toBe(200);
  });
});

/** `fetch` would join the headers into one. */
async function rawPost(origin: string, path: string, headers: [string, string][]): Promise<Answer> {
  const { request } = await import('node:http');
  const form = 'grant_type=client_credentials';
  const all = [
    ...headers,
    ['Content-Type', 'application/x-www-form-urlencoded'],
    ['Content-Length', String(form.length)],
  ];
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const outgoing = request({
      hostname,
      port,
      path,
      method: 'POST',
      headers: [['Host', `${hostname}:${port}`], ...all].flat(),
    });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: new Headers(), text, body: JSON.parse(text) }),
      );
    });
    outgoing.end(form);
  });
}
