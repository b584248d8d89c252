import type { Realm } from '../../../src/realms/realm.types.js';
import { aRealm } from '../../support/builders.js';
import { discovery } from '../../support/oidc-party.js';
import { OAuth } from '../../support/oauth.js';
import { request } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';

/** What the specifications know of (OpenID Connect Discovery, RFC 8414, 8628, 9101, 9126, 9207 and the logout specifications). */
const KNOWN_MEMBERS = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'registration_endpoint',
  'introspection_endpoint',
  'revocation_endpoint',
  'device_authorization_endpoint',
  'pushed_authorization_request_endpoint',
  'end_session_endpoint',
  'require_pushed_authorization_requests',
  'scopes_supported',
  'response_types_supported',
  'response_modes_supported',
  'grant_types_supported',
  'acr_values_supported',
  'subject_types_supported',
  'id_token_signing_alg_values_supported',
  'userinfo_signing_alg_values_supported',
  'request_object_signing_alg_values_supported',
  'token_endpoint_auth_methods_supported',
  'token_endpoint_auth_signing_alg_values_supported',
  'introspection_endpoint_auth_methods_supported',
  'introspection_endpoint_auth_signing_alg_values_supported',
  'revocation_endpoint_auth_methods_supported',
  'revocation_endpoint_auth_signing_alg_values_supported',
  'prompt_values_supported',
  'claim_types_supported',
  'claims_supported',
  'claims_parameter_supported',
  'request_parameter_supported',
  'request_uri_parameter_supported',
  'require_request_uri_registration',
  'code_challenge_methods_supported',
  'authorization_response_iss_parameter_supported',
  'backchannel_logout_supported',
  'backchannel_logout_session_supported',
];

const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

describe('oidcc-discovery-endpoint-verification', () => {
  let server: TestServer;
  let realm: Realm;
  let oauth: OAuth;
  let metadata: Record<string, unknown>;

  beforeAll(async () => {
    // As behind a proxy that ends TLS: the document speaks of the address that the world knows.
    server = await startServer({ settings: { PUBLIC_URL: 'https://id.example.com' } });
    realm = await aRealm(server);
    oauth = new OAuth(server, realm);
    metadata = await discovery(oauth);
  });
  afterAll(() => server.close());

  const listOf = (name: string): string[] => metadata[name] as string[];

  it('answers 200 with JSON', async () => {
    const { status, headers } = await request(oauth.url('.well-known/openid-configuration'));
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('the issuer is a URL, and where the document is', () => {
    const issuer = new URL(String(metadata['issuer']));
    expect([issuer.protocol, issuer.search, issuer.hash]).toEqual(['https:', '', '']);
    expect(metadata['issuer']).toBe(`https://id.example.com/realms/${realm.name}`);
  });

  it('every endpoint is an https URL below the issuer', () => {
    const endpoints = Object.entries(metadata).filter(([name]) => /(_endpoint|_uri)$/.test(name));
    expect(endpoints.length).toBeGreaterThanOrEqual(8);
    for (const [name, url] of endpoints) {
      expect([name, String(url)]).toEqual([name, expect.stringMatching(`^${String(metadata['issuer'])}/`)]);
    }
  });

  it.each([
    ['response_types_supported', ['code']],
    ['subject_types_supported', ['public', 'pairwise']],
    ['id_token_signing_alg_values_supported', ['RS256']],
    ['grant_types_supported', ['authorization_code', 'refresh_token']],
    ['scopes_supported', ['openid']],
    ['code_challenge_methods_supported', ['S256']],
    ['token_endpoint_auth_methods_supported', ['client_secret_basic', 'client_secret_post', 'private_key_jwt']],
    ['response_modes_supported', ['query', 'form_post']],
    ['request_object_signing_alg_values_supported', ['none', 'RS256']],
    ['claims_supported', ['sub']],
  ])('%s is a list that has %j', (name, values) => {
    expect(listOf(name)).toEqual(expect.arrayContaining(values));
    expect(new Set(listOf(name)).size).toBe(listOf(name).length);
  });

  it('no response type, mode or algorithm is offered that none should use', () => {
    expect(listOf('response_types_supported')).toEqual(['code']);
    expect(listOf('code_challenge_methods_supported')).not.toContain('plain');
    for (const name of ['id_token_signing_alg_values_supported', 'userinfo_signing_alg_values_supported'])
      expect(listOf(name)).not.toContain('none');
  });

  it('lists hold text, switches hold true or false, and nothing is empty', () => {
    for (const [name, value] of Object.entries(metadata)) {
      if (Array.isArray(value)) {
        expect([name, value.length > 0, value.every((entry) => typeof entry === 'string')]).toEqual([name, true, true]);
      } else expect([name, typeof value]).toEqual([name, typeof value === 'boolean' ? 'boolean' : 'string']);
    }
  });

  it('scopes have the syntax of RFC 6749', () => {
    for (const scope of listOf('scopes_supported')) expect(scope).toMatch(SCOPE_TOKEN);
  });

  it('has no member that the specifications do not know', () => {
    expect(Object.keys(metadata).filter((name) => !KNOWN_MEMBERS.includes(name))).toEqual([]);
  });

  it('the key set can be fetched, each key with a kid of its own, public and for signatures', async () => {
    const { status, body } = await request(`${server.url}${new URL(String(metadata['jwks_uri'])).pathname}`);
    const keys = body['keys'] as Record<string, unknown>[];
    expect(status).toBe(200);
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
    for (const key of keys) {
      expect(key).toMatchObject({ kid: expect.any(String), use: 'sig', alg: expect.any(String) });
      for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(key).not.toHaveProperty(secret);
    }
    expect(keys.map(({ alg }) => alg)).toContain('RS256');
  });
});
