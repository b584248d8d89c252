import { ClientsService } from '../../../src/clients/clients.service.js';
import { Sql } from '../../../src/database/sql.js';
import type { RealmChanges } from '../../../src/realms/realm.types.js';
import { atOnce } from '../../support/at-once.js';
import { aRealm } from '../../support/builders.js';
import { REDIRECTS, Registering, RULES } from '../../support/registering.js';
import { basic, postForm, request } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { startStub, type StubServer } from '../../support/stub-server.js';

describe('dynamic registration', () => {
  let server: TestServer;
  let canary: StubServer;
  let registering: Registering;

  beforeAll(async () => {
    canary = await startStub();
    server = await startServer();
    registering = await inRealm({ registration: 'token', registrationRules: RULES });
  });
  afterAll(async () => {
    await server.close();
    await canary.close();
  });

  const inRealm = async (changes: RealmChanges): Promise<Registering> =>
    new Registering(server, await aRealm(server, changes));
  const metadata = async (realm: string): Promise<Record<string, unknown>> =>
    (await request(`${server.issuer(realm)}/.well-known/openid-configuration`)).body;

  describe('who may register', () => {
    it('req 69: nobody, where a realm does not say otherwise', async () => {
      const closed = await inRealm({});
      const { status, body } = await closed.register(REDIRECTS, await closed.initialToken());
      expect([status, body['error']]).toEqual([403, 'access_denied']);
      expect(await metadata(closed.realm.name)).not.toHaveProperty('registration_endpoint');
    });

    it('req 69: who has an initial access token, once, where the realm asks for one', async () => {
      const token = await registering.initialToken();
      expect((await registering.register(REDIRECTS, token)).status).toBe(201);
      const again = await registering.register(REDIRECTS, token);
      expect([again.status, again.body['error']]).toEqual([401, 'invalid_token']);
      expect((await registering.register(REDIRECTS)).status).toBe(401);
      expect((await registering.register(REDIRECTS, `rgt_${'x'.repeat(43)}`)).status).toBe(401);
      expect((await metadata(registering.realm.name))['registration_endpoint']).toBe(registering.url);
    });

    it('req 69: no more clients than the token is for, however many come at once', async () => {
      const token = await registering.initialToken(3);
      const statuses = await atOnce(10, async () => (await registering.register(REDIRECTS, token)).status);
      expect(statuses.filter((status) => status === 201)).toHaveLength(3);
    });

    it('req 69: nobody with a token of another realm, or one that has expired', async () => {
      const other = await inRealm({ registration: 'token' });
      expect((await registering.register(REDIRECTS, await other.initialToken())).status).toBe(401);
      const expired = await registering.initialToken(1, 1);
      await new Promise((resolve) => setTimeout(resolve, 1100));
      expect((await registering.register(REDIRECTS, expired)).status).toBe(401);
    });

    it('anybody where the realm is open', async () => {
      const open = await inRealm({ registration: 'open' });
      expect((await open.register(REDIRECTS)).status).toBe(201);
    });

    it('a refused registration uses up nothing', async () => {
      const token = await registering.initialToken();
      expect((await registering.register({ redirect_uris: ['http://app.example.com/'] }, token)).status).toBe(400);
      expect((await registering.register(REDIRECTS, token)).status).toBe(201);
    });
  });

  describe('a registered client', () => {
    it('is told all that it is registered for, once with its secret, and can use it', async () => {
      const client = await registering.registered({ client_name: 'Orders', grant_types: ['client_credentials'] });
      expect(client).toMatchObject({
        client_name: 'Orders',
        grant_types: ['client_credentials'],
        response_types: [],
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: 'RS256',
        subject_type: 'public',
        application_type: 'web',
        scope: 'openid profile',
        client_secret_expires_at: 0,
      });
      const credentials = { clientId: String(client['client_id']), secret: String(client['client_secret']) };
      const form = { grant_type: 'client_credentials' };
      const answer = await postForm(`${server.issuer(registering.realm.name)}/oauth/token`, form, basic(credentials));
      expect(answer.status).toBe(200);
    });

    it('is answered with no-store', async () => {
      const { headers } = await registering.register(REDIRECTS, await registering.initialToken());
      expect(headers.get('cache-control')).toBe('no-store');
    });

    it('req 69: has an id that no user could have, and none of its own choice', async () => {
      const { client_id: id } = await registering.registered({ client_id: 'admin' });
      expect(id).toMatch(/^[A-Za-z0-9]{24}$/);
    });

    it('is public and needs PKCE where it cannot authenticate', async () => {
      const answer = await registering.registered({ token_endpoint_auth_method: 'none' });
      expect(answer).not.toHaveProperty('client_secret');
      const client = await server.get(ClientsService).get(registering.realm, String(answer['client_id']));
      expect(client).toMatchObject({ type: 'public', requirePkce: true, origin: 'registration' });
    });

    it.each<[string, Record<string, unknown>]>([
      ['a grant beyond the rules', { grant_types: ['password'] }],
      ['a scope of the admin API', { scope: 'openid admin:write' }],
      ['a scope beyond the rules', { scope: 'email' }],
      ['another response type', { response_types: ['id_token'] }],
      ['an authentication method that does not exist', { token_endpoint_auth_method: 'tls_client_auth' }],
      ['keys by value and by reference', { jwks: { keys: [{ kty: 'RSA' }] }, jwks_uri: 'https://a.example/jwks' }],
      ['a private key', { jwks: { keys: [{ kty: 'RSA', n: 'n', e: 'AQAB', d: 'd' }] } }],
      ['private_key_jwt without keys', { token_endpoint_auth_method: 'private_key_jwt' }],
      ['an unsigned ID token', { id_token_signed_response_alg: 'none' }],
      ['a name that is no text', { client_name: 5 }],
      ['contacts that are no list', { contacts: 'ops@example.com' }],
      ['plain http where keys are', { jwks_uri: 'http://app.example.com/jwks' }],
      ['plain http where its logo is', { logo_uri: 'http://app.example.com/logo.png' }],
      ['a policy that is script', { policy_uri: 'javascript:alert(1)' }],
      ['terms that are data', { tos_uri: 'data:text/html,hello' }],
      [
        'clients of its own without authentication',
        { token_endpoint_auth_method: 'none', grant_types: ['client_credentials'] },
      ],
    ])('req 69: cannot have %s', async (_, wanted) => {
      const { status, body } = await registering.register(
        { ...REDIRECTS, ...wanted },
        await registering.initialToken(),
      );
      expect([status, body['error']]).toEqual([400, 'invalid_client_metadata']);
    });

    it.each([
      'http://app.example.com/callback',
      'https://app.example.com/callback#fragment',
      'javascript:alert(1)',
      'https://user@app.example.com/',
      'https://*.example.com/',
      'app:/callback',
      '/callback',
      '',
    ])('req 69: cannot have the redirect URI %j', async (uri) => {
      const { status, body } = await registering.register({ redirect_uris: [uri] }, await registering.initialToken());
      expect([status, body['error']]).toEqual([400, 'invalid_redirect_uri']);
    });

    it.each([[[]], ['text'], [null], [5]])('req 69: is described by an object, not by %j', async (body) => {
      expect((await registering.register(body, await registering.initialToken())).status).toBe(400);
    });

    it('req 69: leads to hosts of the realm’s rules alone', async () => {
      const redirectHosts = ['app.example.com', '*.apps.example.org'];
      const bound = await inRealm({ registration: 'open', registrationRules: { ...RULES, redirectHosts } });
      const statusOf = async (uri: string): Promise<number> => (await bound.register({ redirect_uris: [uri] })).status;
      for (const host of ['app.example.com', 'app.example.com:8443', 'a.apps.example.org', 'a.b.apps.example.org'])
        expect([host, await statusOf(`https://${host}/cb`)]).toEqual([host, 201]);
      for (const host of [
        'evilapp.example.com',
        'app.example.com.evil.example',
        'apps.example.org',
        'evilapps.example.org',
        'localhost',
      ])
        expect([host, await statusOf(`https://${host}/cb`)]).toEqual([host, 400]);
      expect(await statusOf('com.example.app:/callback')).toBe(400);
      const logout = { ...REDIRECTS, post_logout_redirect_uris: ['https://evil.example/'] };
      expect((await bound.register(logout)).status).toBe(400);
    });

    it('req 69: is one of as many as the realm takes, and goes when nobody uses it', async () => {
      const small = await inRealm({ registration: 'open', registrationRules: { ...RULES, maxClients: 2 } });
      const [first, second] = [(await small.register(REDIRECTS)).body, (await small.register(REDIRECTS)).body];
      expect((await small.register(REDIRECTS)).status).toBe(403);
      const sql = server.get(Sql);
      const id = String(first['client_id']);
      await sql.execute('UPDATE clients SET createdAt = ? WHERE clientId = ?', [Date.now() - 31 * 86_400_000, id]);
      expect((await small.register(REDIRECTS)).status).toBe(201);
      expect((await small.read(first)).status).toBe(401);
      expect((await small.read(second)).status).toBe(200);
    });

    it('req 69: stays while it is used', async () => {
      const small = await inRealm({ registration: 'open', registrationRules: { ...RULES, maxClients: 1 } });
      const { body } = await small.register({ grant_types: ['client_credentials'] });
      const credentials = { clientId: String(body['client_id']), secret: String(body['client_secret']) };
      const tokenUrl = `${server.issuer(small.realm.name)}/oauth/token`;
      await postForm(tokenUrl, { grant_type: 'client_credentials' }, basic(credentials));
      const old = [Date.now() - 31 * 86_400_000, credentials.clientId];
      await server.get(Sql).execute('UPDATE clients SET createdAt = ? WHERE clientId = ?', old);
      expect((await small.register(REDIRECTS)).status).toBe(403);
    });

    it('req 67: has none of its addresses called because it registers', async () => {
      const https = canary.url.replace('http:', 'https:');
      await registering.registered({
        jwks_uri: `${https}/jwks`,
        logo_uri: `${https}/logo.png`,
        request_uris: [`${https}/object`],
        backchannel_logout_uri: `${https}/logout`,
        initiate_login_uri: `${https}/login`,
      });
      expect(canary.connections).toBe(0);
    });

    it('req 67: has its sector document fetched from no private address, and learns nothing of it', async () => {
      const https = canary.url.replace('http:', 'https:');
      const texts = await Promise.all(
        [`${https}/sector`, 'https://169.254.169.254/', 'https://[::ffff:127.0.0.1]/', 'https://localhost:1/'].map(
          async (uri) => {
            const wanted = { ...REDIRECTS, sector_identifier_uri: uri };
            return (await registering.register(wanted, await registering.initialToken())).text;
          },
        ),
      );
      expect(new Set(texts).size).toBe(1);
      expect(JSON.parse(texts[0] ?? '{}')).toMatchObject({ error: 'invalid_client_metadata' });
      expect(canary.connections).toBe(0);
    });
  });
});
