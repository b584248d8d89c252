import { KeysService } from '../../../src/keys/keys.service.js';
import { RealmsService } from '../../../src/realms/realms.service.js';
import { aClient, aRealm } from '../../support/builders.js';
import { OAuth } from '../../support/oauth.js';
import { request } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';

interface Jwk {
  readonly kid: string;
  readonly [member: string]: unknown;
}

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

describe('the key set', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  const published = async (oauth: OAuth): Promise<Jwk[]> => (await request(oauth.url('jwks'))).body['keys'] as Jwk[];
  const kidOf = (jwt: unknown): string =>
    (JSON.parse(Buffer.from(String(jwt).split('.')[0]!, 'base64url').toString()) as Jwk).kid;

  it('shows public members alone, each key with its own kid', async () => {
    const keys = await published(new OAuth(server, await aRealm(server)));
    expect(keys.length).toBeGreaterThanOrEqual(2);
    for (const key of keys) {
      expect(key).toMatchObject({ use: 'sig', alg: expect.stringMatching(/^(ES256|RS256)$/), kid: expect.any(String) });
      for (const name of PRIVATE) expect(key).not.toHaveProperty(name);
    }
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
  });

  it('req 80: shows a key before it signs, and keeps showing it while a token of it may live', async () => {
    const oauth = new OAuth(server, await aRealm(server, { tokenValiditySeconds: 600 }));
    const client = await aClient(server, oauth.realm);
    const issue = async () => (await oauth.clientCredentials(client)).body['access_token'];
    const before = await issue();
    const kids = (await published(oauth)).map(({ kid }) => kid);
    server.advance(120);
    await server.get(KeysService).rotate(oauth.realm);
    const after = await issue();
    expect(kidOf(after)).not.toBe(kidOf(before));
    expect(kids).toContain(kidOf(after));
    expect((await published(oauth)).map(({ kid }) => kid)).toContain(kidOf(before));
    expect(await oauth.isActive(client, before)).toBe(true);
    server.advance(2 * 3600);
    expect((await published(oauth)).map(({ kid }) => kid)).not.toContain(kidOf(before));
  });

  it('may be cached for less time than a key is published before it signs', async () => {
    const oauth = new OAuth(server, await aRealm(server));
    const { headers } = await request(oauth.url('jwks'));
    expect(headers.get('cache-control')).toBe('public, max-age=60');
  });

  it('is that of one realm, and there is none of a disabled one', async () => {
    const [one, two] = [new OAuth(server, await aRealm(server)), new OAuth(server, await aRealm(server))];
    const kids = (await published(one)).map(({ kid }) => kid);
    for (const { kid } of await published(two)) expect(kids).not.toContain(kid);
    await server.get(RealmsService).update(two.realm.name, { enabled: false });
    expect((await request(two.url('jwks'))).status).toBe(404);
  });
});
