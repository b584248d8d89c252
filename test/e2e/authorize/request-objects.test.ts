import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTHeaderParameters } from 'jose';
import type { NewClient } from '../../../src/clients/client.types.js';
import { ClientsService } from '../../../src/clients/clients.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { aRealm, aUser, type BuiltUser } from '../../support/builders.js';
import { pageOf, type Arrival } from '../../support/form-browser.js';
import { OidcParty } from '../../support/oidc-party.js';
import { publishFiles, type PublishedFiles } from '../../support/published-files.js';
import { startServer, type TestServer } from '../../support/server.js';

type Fields = Record<string, string>;
type Change = Record<string, unknown>;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const unsigned = (claims: Change): string => `${encode({ alg: 'none' })}.${encode(claims)}.`;

describe('request objects', () => {
  let server: TestServer;
  let realm: Realm;
  let user: BuiltUser;
  let site: PublishedFiles;
  let key: CryptoKey;
  let jwk: Record<string, unknown>;
  let party: OidcParty;
  let registered: OidcParty;

  beforeAll(async () => {
    site = await publishFiles();
    server = await startServer({ settings: { EGRESS_ALLOW: site.authority } });
    realm = await aRealm(server);
    user = await aUser(server, realm);
    const pair = await generateKeyPair('RS256');
    key = pair.privateKey;
    jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
    party = await aParty({});
    registered = await aParty({ jwks: null }, 'registration');
  });
  afterAll(async () => {
    await server.close();
    await site.close();
  });

  async function aParty(input: Partial<NewClient>, origin: 'admin' | 'registration' = 'admin'): Promise<OidcParty> {
    const { client, clientSecret = '' } = await server.get(ClientsService).create(
      realm,
      {
        clientId: `client-${Math.random().toString(36).slice(2)}`,
        grantTypes: ['authorization_code'],
        scopes: ['openid', 'profile'],
        redirectUris: ['https://rp.example.com/callback', 'https://rp.example.com/other'],
        requirePkce: false,
        requestUris: [`${site.origin}/object`, `${site.origin}/gone`, `${site.origin}/long`],
        jwks: { keys: [jwk] },
        ...input,
      },
      origin,
    );
    return new OidcParty(server, realm, { ...client, secret: clientSecret });
  }

  const sign = (claims: Change, header: Partial<JWTHeaderParameters> = {}, signer = key): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one', ...header }).sign(signer);

  /** The least that stands beside an object. */
  const beside = ({ client }: OidcParty, more: Fields): Fields => ({
    client_id: client.clientId,
    response_type: 'code',
    scope: 'openid',
    ...more,
  });

  const signInWith = (by: OidcParty, more: Fields): Promise<Arrival> =>
    by.browser().signIn(by.url(beside(by, more)), user);

  /** Refused with that error, told to the redirect URI that stands outside. */
  async function expectRefused(by: OidcParty, more: Fields, error: string): Promise<void> {
    const outside = beside(by, { redirect_uri: by.redirectUri, state: 'outside', ...more });
    const arrival = await by.browser().open(by.url(outside));
    expect(by.errorOf(arrival, outside)['error']).toBe(error);
  }

  it('req 66: signed by the client, are taken', async () => {
    const inside = party.requestOf({ scope: 'openid profile' });
    const claims = { ...inside, iss: party.client.clientId, aud: party.issuer, max_age: 100 };
    const arrival = await signInWith(party, { scope: 'openid profile', request: await sign(claims) });
    await party.complete(arrival, inside);
  });

  it('req 66: count alone: what stands outside is not used', async () => {
    const inside = party.requestOf({ state: '' });
    const outside = { redirect_uri: 'https://rp.example.com/other', state: 'outside', nonce: 'outside' };
    const arrival = await signInWith(party, { ...outside, request: await sign(inside) });
    await party.complete(arrival, inside);
  });

  it('req 66: cannot lead to an address that the client has not registered', async () => {
    const inside = party.requestOf({ redirect_uri: 'https://evil.example.com/' });
    const outside = beside(party, { redirect_uri: party.redirectUri, request: await sign(inside) });
    expect(pageOf(await party.browser().open(party.url(outside))).status).toBe(400);
  });

  it('req 66: by reference are fetched where the client has registered it, and only there', async () => {
    const inside = party.requestOf();
    site.files.set('/object', `${await sign(inside)}\n`);
    const arrival = await signInWith(party, { request_uri: `${site.origin}/object` });
    await party.complete(arrival, inside);
    const before = site.asked.length;
    for (const path of ['/objects', '/object?x', '/object/', '/Object', '//object', '/object#x'])
      await expectRefused(party, { request_uri: `${site.origin}${path}` }, 'invalid_request_uri');
    expect(site.asked).toHaveLength(before);
  });

  it('req 66: that are gone or too long are refused', async () => {
    site.files.set('/long', await sign({ ...party.requestOf(), padding: 'x'.repeat(17_000) }));
    await expectRefused(party, { request_uri: `${site.origin}/gone` }, 'invalid_request_uri');
    await expectRefused(party, { request_uri: `${site.origin}/long` }, 'invalid_request_uri');
  });

  it('req 66: unsigned are taken from clients that registered themselves', async () => {
    const inside = registered.requestOf();
    await registered.complete(await signInWith(registered, { request: unsigned(inside) }), inside);
    site.files.set('/object', unsigned(inside));
    await registered.complete(await signInWith(registered, { request_uri: `${site.origin}/object` }), inside);
  });

  it('req 66: unsigned are refused from clients of administrators, and from those with an algorithm', async () => {
    const request = unsigned(party.requestOf());
    await expectRefused(party, { request }, 'request_not_supported');
    site.files.set('/object', request);
    await expectRefused(party, { request_uri: `${site.origin}/object` }, 'request_uri_not_supported');
    const strict = await aParty({ requestObjectSigningAlg: 'RS256' }, 'registration');
    await expectRefused(strict, { request: unsigned(strict.requestOf()) }, 'request_not_supported');
  });

  it('req 46, 66, 79: are believed by the keys of the client alone', async () => {
    const stranger = await generateKeyPair('RS256');
    const inside = party.requestOf();
    const brought = { ...(await exportJWK(stranger.publicKey)), kid: 'one' };
    const [head, , signature] = (await sign(inside)).split('.');
    const forged = [
      await sign(inside, {}, stranger.privateKey),
      await sign(inside, { jwk: brought }, stranger.privateKey),
      await sign(inside, { jku: `${site.origin}/jwks`, kid: '../../etc/passwd' }, stranger.privateKey),
      `${head}.${encode({ ...inside, scope: 'openid profile' })}.${signature}`,
      `${encode({ alg: 'none', kid: 'one' })}.${encode(inside)}.${signature}`,
      `${encode({ alg: 'HS256', kid: 'one' })}.${encode(inside)}.${signature}`,
    ];
    for (const request of forged) {
      const error = request === forged[4] ? 'request_not_supported' : 'invalid_request_object';
      await expectRefused(party, { request }, error);
    }
  });

  it.each<[string, Change]>([
    ['of another client', { client_id: 'somebody' }],
    ['issued by another', { iss: 'somebody' }],
    ['for another server', { aud: 'https://other.example.com' }],
    ['that has expired', { exp: 1 }],
    ['of the future', { nbf: 4_000_000_000 }],
    ['that holds another one', { request: 'a.b.c' }],
    ['whose scope is another one', { scope: 'openid profile' }],
    ['that is no text', { state: { a: 1 } }],
  ])('req 66: signed, but %s, are refused', async (_, change) => {
    await expectRefused(party, { request: await sign({ ...party.requestOf(), ...change }) }, 'invalid_request_object');
  });

  it('req 66, 78: that are JWTs for something else are refused', async () => {
    const request = await sign(party.requestOf(), { typ: 'client-authentication+jwt' });
    await expectRefused(party, { request }, 'invalid_request_object');
    const proof = await sign({ ...party.requestOf(), sub: party.client.clientId });
    await expectRefused(party, { request: proof }, 'invalid_request_object');
  });

  it('req 66: by value and by reference at once are refused', async () => {
    const request = await sign(party.requestOf());
    await expectRefused(party, { request, request_uri: `${site.origin}/object` }, 'invalid_request_object');
  });

  it('may be pushed', async () => {
    const inside = party.requestOf();
    const pushed = await party.oauth.post('oauth/par', party.client, { request: await sign(inside) });
    expect(pushed.status).toBe(201);
    const request = { client_id: party.client.clientId, request_uri: String(pushed.body['request_uri']) };
    await party.complete(await party.browser().signIn(party.url(request), user), inside);
  });
});
