import { Sql } from '../../../src/database/sql.js';
import { Metrics } from '../../../src/metrics/metrics.js';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { ENTITIES } from '../../../src/entities.js';
import { OAuth } from '../../support/oauth.js';
import { basic, bearer, postForm, request, type Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';

const REALM_KEY = 'a-realm-key-that-nobody-shall-see';

describe('secrets', () => {
  let server: TestServer;
  let oauth: OAuth;
  let client: BuiltClient;
  let user: BuiltUser;
  const answers: Answer[] = [];
  const secrets = new Map<string, string>();

  beforeAll(async () => {
    server = await startServer({ settings: { LOG_LEVEL: 'trace' } });
    const realm = await aRealm(server, { accessTokenFormat: 'opaque', key: REALM_KEY });
    oauth = new OAuth(server, realm);
    client = await aClient(server, realm);
    user = await aUser(server, realm, { password: 'a-password-that-nobody-shall-see' });
    await useEverything();
  });
  afterAll(() => server.close());

  /** Every endpoint, with good and bad credentials in every place where one could be put. */
  async function useEverything(): Promise<void> {
    const issued = (await oauth.password(client, user, { scope: 'openid' })).body;
    const renewed = (await oauth.refresh(client, issued['refresh_token'])).body;
    for (const [name, body] of [
      ['first', issued],
      ['second', renewed],
    ] as const) {
      secrets.set(`${name} access token`, String(body['access_token']));
      secrets.set(`${name} refresh token`, String(body['refresh_token']));
    }
    secrets.set('client secret', client.secret).set('password', user.password).set('realm key', REALM_KEY);
    for (const secret of [...secrets.values()]) answers.push(...(await misuse(secret)));
    await oauth.revoke(client, renewed['refresh_token']);
  }

  async function misuse(secret: string): Promise<Answer[]> {
    const own = { clientId: oauth.realm.name, secret: REALM_KEY };
    return Promise.all([
      oauth.introspect(client, secret),
      oauth.revoke(await aClient(server, oauth.realm), secret),
      oauth.userinfo(secret),
      oauth.refresh(client, secret),
      oauth.token(client, { grant_type: secret }),
      oauth.clientCredentials(client, { scope: secret, resource: secret }),
      oauth.password(client, user, { username: secret }),
      oauth.clientCredentials({ ...client, secret: `${secret}x` }),
      oauth.clientCredentials({ ...client, clientId: secret }),
      postForm(oauth.url('oauth/introspect'), { token: secret }, basic(own)),
      postForm(`${oauth.url('oauth/token')}?client_secret=${secret}`, {}, basic(client)),
      postForm(
        oauth.url('oauth/token'),
        [
          ['a', secret],
          ['a', secret],
        ],
        basic(client),
      ),
      request(`${oauth.url('userinfo')}?access_token=${secret}`, { headers: bearer(secret) }),
      request(oauth.url('oauth/token'), {
        method: 'POST',
        body: `{"x":"${secret}"`,
        headers: { 'content-type': 'application/json' },
      }),
      request(`${server.url}/nowhere?token=${secret}`, { headers: { referer: `https://x.example/?t=${secret}` } }),
    ]);
  }

  const found = (text: string): string[] =>
    [...secrets].filter(([, secret]) => text.includes(secret)).map(([name]) => name);

  it('req 27: stand in no line of the log, of whatever level', () => {
    expect(server.log.length).toBeGreaterThan(50);
    expect(found(JSON.stringify(server.log))).toEqual([]);
  });

  it('req 27: stand in no error and no header of an answer', () => {
    for (const { text, headers } of answers.filter(({ status }) => status >= 400)) {
      expect(found(text + JSON.stringify([...headers]))).toEqual([]);
    }
  });

  it('req 27: stand in no metric', async () => {
    expect(found(await server.get(Metrics).text())).toEqual([]);
  });

  it('req 38: stand in no table of the database', async () => {
    for (const { name } of await tables()) {
      const rows = await server.get(Sql).query<Record<string, unknown>>(`SELECT * FROM ${name}`);
      const texts = rows.flatMap((row) =>
        Object.values(row).map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value))),
      );
      expect([name, found(texts.join('\n'))]).toEqual([name, []]);
    }
  });

  it('req 37: tokens and generated secrets have 256 random bits', () => {
    const values = [...secrets]
      .filter(([name]) => /token|client secret/.test(name))
      // Handles have their place before their secret.
      .map(([, value]) => value.replace(/^rg._[\w-]{8}/, ''));
    for (const value of values) expect(Buffer.from(value, 'base64url').length).toBe(32);
    expect(new Set(values).size).toBe(values.length);
  });

  async function tables(): Promise<{ name: string }[]> {
    const { getMetadataArgsStorage } = await import('typeorm');
    const known = getMetadataArgsStorage().tables.filter(({ target }) => ENTITIES.includes(target as never));
    return known.map(({ name }) => ({ name: name! }));
  }
});
