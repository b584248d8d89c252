import { ACCESS_TOKEN_TYPE, GRANT_TYPES } from '../../../src/protocol/names.js';
import { ScopesService } from '../../../src/scopes/scopes.service.js';
import { aClientKey, assertionClaims, assertionForm, signedBySecret, signedWith } from '../../support/assertions.js';
import { aClient, aPublicClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { connectedApp } from '../../support/connected.js';
import { FormBrowser, pageOf, responseOf } from '../../support/form-browser.js';
import { OAuth } from '../../support/oauth.js';
import { OidcParty } from '../../support/oidc-party.js';
import { basic, postForm, request, type Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';

interface Metadata {
  readonly issuer: string;
  readonly token_endpoint: string;
  readonly introspection_endpoint: string;
  readonly revocation_endpoint: string;
  readonly userinfo_endpoint: string;
  readonly jwks_uri: string;
  readonly grant_types_supported: string[];
  readonly scopes_supported: string[];
  readonly claims_supported: string[];
  readonly response_types_supported: string[];
  readonly token_endpoint_auth_methods_supported: string[];
  readonly introspection_endpoint_auth_methods_supported: string[];
  readonly revocation_endpoint_auth_methods_supported: string[];
}

const KEY = aClientKey();
const REDIRECT_URI = 'https://rp.example.com/callback';

/** How a client uses each method that may be advertised. */
const AUTHENTICATE: Record<
  string,
  (client: BuiltClient, issuer: string) => [form: Record<string, string>, headers?: Record<string, string>]
> = {
  client_secret_basic: (client) => [{}, basic(client)],
  client_secret_post: ({ clientId, secret }) => [{ client_id: clientId, client_secret: secret }],
  client_secret_jwt: ({ clientId, secret }, issuer) => [
    assertionForm(signedBySecret(secret, assertionClaims(clientId, issuer))),
  ],
  private_key_jwt: ({ clientId }, issuer) => [assertionForm(signedWith(KEY, assertionClaims(clientId, issuer)))],
  none: ({ clientId }) => [{ client_id: clientId }],
};

/** Members that stand for what the server does not do: naming one would be a promise. */
const ABSENT = [
  'registration_endpoint',
  'check_session_iframe',
  'frontchannel_logout_supported',
  'backchannel_authentication_endpoint',
  'dpop_signing_alg_values_supported',
  'id_token_encryption_alg_values_supported',
  'userinfo_encryption_alg_values_supported',
  'request_object_encryption_alg_values_supported',
];

describe('metadata', () => {
  let server: TestServer;
  let oauth: OAuth;
  let metadata: Metadata;
  let confidential: BuiltClient;
  let app: BuiltClient;

  beforeAll(async () => {
    server = await startServer();
    const realm = await aRealm(server);
    oauth = new OAuth(server, realm);
    metadata = (await request(oauth.url('.well-known/openid-configuration'))).body as unknown as Metadata;
    confidential = await aClient(server, realm, {
      scopes: metadata.scopes_supported,
      grantTypes: Object.values(GRANT_TYPES),
      redirectUris: [REDIRECT_URI],
      requirePkce: false,
    });
    app = await aPublicClient(server, realm);
  });

  /** One for each method that needs a registration of its own. */
  async function clientFor(method: string): Promise<BuiltClient> {
    if (method === 'none') return app;
    if (!method.endsWith('_jwt')) return confidential;
    const keys = method === 'private_key_jwt' ? { jwks: { keys: [KEY.jwk] } } : {};
    return aClient(server, oauth.realm, { tokenEndpointAuthMethods: [method as 'private_key_jwt'], ...keys });
  }

  async function aCode(user: BuiltUser): Promise<string> {
    const party = new OidcParty(server, oauth.realm, confidential);
    const arrival = await party.browser().signIn(party.url(party.requestOf()), user);
    return String(responseOf(arrival)['code']);
  }

  async function anExchange(user: BuiltUser, token: string): Promise<Record<string, string>> {
    const api = { url: 'https://api.example.com' };
    const { config, connect } = await connectedApp(server, oauth.realm, api, { tokenRelease: 'service' });
    await connect({ kind: 'user', userId: user.id });
    const audience = `urn:realmgate:connection:${config.id}`;
    return { subject_token: token, subject_token_type: ACCESS_TOKEN_TYPE, audience };
  }

  async function aDevice(user: BuiltUser): Promise<string> {
    const { body } = await oauth.post('oauth/device_authorization', confidential, { scope: 'openid' });
    const browser = new FormBrowser(server.url);
    const entry = pageOf(await browser.open(String(body['verification_uri_complete'])));
    const login = pageOf(await browser.submit(entry, { user_code: String(body['user_code']) }));
    await browser.carryOn(login, user);
    return String(body['device_code']);
  }
  afterAll(() => server.close());

  it('is one document at both places', async () => {
    const { status, headers, body } = await request(
      `${server.url}/.well-known/oauth-authorization-server/realms/${oauth.realm.name}`,
    );
    expect([status, body]).toEqual([200, metadata]);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('says nothing else than this', () => {
    const here = server.issuer(oauth.realm.name);
    const relative = JSON.parse(JSON.stringify(metadata).replaceAll(here, '{issuer}')) as Metadata;
    expect(relative).toMatchSnapshot();
  });

  it('req 90: names no endpoint or ability that the server does not have', () => {
    for (const name of ABSENT) expect(metadata).not.toHaveProperty(name);
  });

  it('req 90: the issuer is where the document is', () => {
    expect(metadata.issuer).toBe(server.issuer(oauth.realm.name));
  });

  it('req 90: every endpoint is there', async () => {
    for (const url of [metadata.token_endpoint, metadata.introspection_endpoint, metadata.revocation_endpoint]) {
      expect((await postForm(url, {})).status).toBe(401);
    }
    expect((await request(metadata.userinfo_endpoint)).status).toBe(401);
    expect((await request(metadata.jwks_uri)).body['keys']).toBeInstanceOf(Array);
  });

  it('req 90: every grant type works, and no other one does', async () => {
    const user = await aUser(server, oauth.realm);
    const { username, password } = user;
    const pair = (await oauth.password(confidential, user)).body;
    const forms: Record<string, Record<string, string>> = {
      'client_credentials': {},
      'authorization_code': { code: await aCode(user), redirect_uri: REDIRECT_URI },
      'urn:ietf:params:oauth:grant-type:device_code': { device_code: await aDevice(user) },
      'password': { username, password },
      'refresh_token': { refresh_token: String(pair['refresh_token']) },
      'urn:ietf:params:oauth:grant-type:token-exchange': await anExchange(user, String(pair['access_token'])),
    };
    for (const type of metadata.grant_types_supported) {
      const { status } = await oauth.token(confidential, { grant_type: type, ...forms[type] });
      expect([type, status]).toEqual([type, 200]);
    }
    const others = [
      ...Object.values(GRANT_TYPES),
      'implicit',
      'refresh',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
    ];
    for (const type of others.filter((name) => !metadata.grant_types_supported.includes(name))) {
      const { body } = await oauth.token(confidential, { grant_type: type });
      expect([type, body['error']]).toEqual([type, 'unsupported_grant_type']);
    }
  });

  it.each([
    ['token_endpoint', { grant_type: 'client_credentials' }],
    ['introspection_endpoint', { token: 'x' }],
    ['revocation_endpoint', { token: 'x' }],
  ] as const)(
    'req 90: every client authentication method works at the %s, and no other one does',
    async (endpoint, form) => {
      const methods = metadata[`${endpoint}_auth_methods_supported`];
      const send = (method: string, client: BuiltClient): Promise<Answer> => {
        const [own, headers] = AUTHENTICATE[method]!(client, metadata.issuer);
        return postForm(metadata[endpoint], { ...form, ...own } as Record<string, string>, headers);
      };
      for (const method of methods) {
        const { body } = await send(method, await clientFor(method));
        expect([method, body['error']]).not.toEqual([method, 'invalid_client']);
      }
      const refused = await send('none', confidential);
      expect(refused.body['error']).toBe('invalid_client');
    },
  );

  it('req 90: every scope can be asked for, and a new one is there at once', async () => {
    for (const scope of metadata.scopes_supported) {
      expect((await oauth.clientCredentials(confidential, { scope })).body['scope']).toBe(scope);
    }
    await server.get(ScopesService).create(oauth.realm, { name: 'reports:read' });
    const { body } = await request(oauth.url('.well-known/openid-configuration'));
    expect(body['scopes_supported']).toEqual([...metadata.scopes_supported, 'reports:read'].sort());
  });

  it('req 90: every claim can be had', async () => {
    const texts = Object.fromEntries(metadata.claims_supported.map((claim) => [claim, `the ${claim}`]));
    const attributes = { ...texts, address: { country: 'GB' } };
    const user = await aUser(server, oauth.realm, { fullName: 'A', email: 'a@example.com', attributes });
    const party = new OidcParty(server, oauth.realm, confidential);
    const { idToken, userinfo } = await party.signIn(user, { scope: 'openid profile email address phone' });
    const had = new Set([...Object.keys(idToken), ...Object.keys(userinfo)]);
    expect(metadata.claims_supported.filter((claim) => !had.has(claim))).toEqual([]);
    expect(Object.keys(userinfo).filter((claim) => !metadata.claims_supported.includes(claim))).toEqual([]);
  });

  it.each<Record<string, string>>([
    { host: 'evil.example' },
    { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    { forwarded: 'host=evil.example;proto=https' },
    { 'x-forwarded-prefix': '/evil', 'x-original-url': '/evil' },
  ])('req 83: the headers %p shape nothing', async (headers) => {
    const { body } = await request(oauth.url('.well-known/openid-configuration'), {
      headers,
    });
    expect(body).toMatchObject({ issuer: metadata.issuer, token_endpoint: metadata.token_endpoint });
    const issued = await postForm(metadata.token_endpoint, { grant_type: 'client_credentials' }, {
      ...basic(confidential),
      ...headers,
    } as Record<string, string>);
    const introspected = await oauth.introspect(confidential, issued.body['access_token']);
    expect(introspected.body['iss']).toBe(metadata.issuer);
  });

  it.each(['nowhere', 'x'.repeat(51), '%2e%2e', "a'b"])('is not there for the realm %s', async (realm) => {
    for (const path of [
      `realms/${realm}/.well-known/openid-configuration`,
      `.well-known/oauth-authorization-server/realms/${realm}`,
    ]) {
      const { status, headers } = await request(`${server.url}/${path}`);
      expect(status).toBe(404);
      expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    }
  });
});
