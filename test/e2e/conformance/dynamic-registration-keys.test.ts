import { aClientKey, assertionClaims, assertionForm, signedWith } from '../../support/assertions.js';
import { aRealm } from '../../support/builders.js';
import { Registering } from '../../support/registering.js';
import { postForm, request } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { startStub, type StubServer } from '../../support/stub-server.js';

const REDIRECTS = ['https://app.example.com/callback', 'https://other.example.org/callback'];

describe('conformance: keys and sectors of clients that register', () => {
  let server: TestServer;
  let stub: StubServer;
  let registering: Registering;
  let issuer: string;

  beforeAll(async () => {
    stub = await startStub();
    server = await startServer({ settings: { EGRESS_ALLOW: stub.authority } });
    const grantTypes = ['authorization_code', 'client_credentials'];
    const rules = { scopes: ['openid'], grantTypes, redirectHosts: [], maxClients: 1000, unusedDays: 30 };
    const realm = await aRealm(server, { registration: 'open', registrationRules: rules });
    registering = new Registering(server, realm);
    issuer = server.issuer(realm.name);
  });
  afterAll(async () => {
    await server.close();
    await stub.close();
  });

  it('oidcc-ensure-client-assertion-with-iss-aud-succeeds: issuer or token endpoint, as one string and nothing else', async () => {
    const key = aClientKey('RS256');
    const { body } = await registering.register({
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [key.jwk] },
    });
    const status = async (aud: unknown): Promise<number> => {
      const claims = assertionClaims(String(body['client_id']), issuer, { aud });
      const form = assertionForm(signedWith(key, claims));
      return (await postForm(`${issuer}/oauth/token`, { grant_type: 'client_credentials', ...form })).status;
    };
    const metadata = (await request(`${issuer}/.well-known/openid-configuration`)).body;
    expect(await status(issuer)).toBe(200);
    expect(await status(metadata['token_endpoint'])).toBe(200);
    for (const aud of [[issuer], [metadata['token_endpoint']], metadata['introspection_endpoint'], `${issuer}/`])
      expect([aud, await status(aud)]).toEqual([aud, 401]);
  });

  it('oidcc-registration-sector-bad: nor may redirect URIs be added later that the document lacks', async () => {
    const uri = stub.serve('/sector', REDIRECTS.slice(0, 1));
    const wanted = { redirect_uris: REDIRECTS.slice(0, 1), subject_type: 'pairwise', sector_identifier_uri: uri };
    const { body } = await registering.register(wanted);
    expect(body).toMatchObject(wanted);
    expect((await registering.replace(body, { ...body, redirect_uris: REDIRECTS })).status).toBe(400);
    expect((await registering.replace(body, body)).status).toBe(200);
  });

  it.each([{ uris: REDIRECTS }, 'not json', Buffer.alloc(100_000, ' ')])(
    'oidcc-registration-sector-bad: a document that is no short list of addresses is refused',
    async (document) => {
      const uri = stub.serve('/bad', document);
      const { status, body } = await registering.register({ redirect_uris: REDIRECTS, sector_identifier_uri: uri });
      expect([status, body['error']]).toEqual([400, 'invalid_client_metadata']);
    },
  );
});
