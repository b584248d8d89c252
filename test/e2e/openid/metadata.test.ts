import type { NewClient } from '../../../src/clients/client.types.js';
import { ClientsService } from '../../../src/clients/clients.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { aClientKey, signedWith, unsigned } from '../../support/assertions.js';
import { aRealm, aUser, type BuiltUser } from '../../support/builders.js';
import { pageOf } from '../../support/form-browser.js';
import { challengeOf, discovery, OidcParty } from '../../support/oidc-party.js';
import { OAuth } from '../../support/oauth.js';
import { startServer, type TestServer } from '../../support/server.js';

/** What one of these documents might say, and this server's does not. */
const ELSEWHERE = {
  response_types: ['token', 'id_token', 'code id_token', 'code token', 'none'],
  response_modes: ['web_message', 'jwt', 'query.jwt'],
  prompts: ['create', 'nonsense'],
  algorithms: ['HS256', 'RS384', 'ES512', 'EdDSA'],
};

describe('what the metadata says of sign-in', () => {
  let server: TestServer;
  let realm: Realm;
  let user: BuiltUser;
  let metadata: Record<string, unknown>;
  let party: OidcParty;

  beforeAll(async () => {
    server = await startServer();
    realm = await aRealm(server);
    user = await aUser(server, realm);
    metadata = await discovery(new OAuth(server, realm));
    party = await aParty();
  });
  afterAll(() => server.close());

  async function aParty(input: Partial<NewClient> = {}, origin?: 'registration'): Promise<OidcParty> {
    const clientId = `client-${Math.random().toString(36).slice(2)}`;
    const usual: NewClient = {
      clientId,
      grantTypes: ['authorization_code'],
      scopes: ['openid'],
      redirectUris: ['https://rp.example.com/callback'],
      requirePkce: false,
    };
    const { client, clientSecret = '' } = await server
      .get(ClientsService)
      .create(realm, { ...usual, ...input }, origin);
    return new OidcParty(server, realm, { ...client, secret: clientSecret });
  }

  const listOf = (name: string): string[] => metadata[name] as string[];
  const errorOf = async (change: Record<string, string>): Promise<string | undefined> => {
    const parameters = party.requestOf(change);
    return party.errorOf(await party.browser().open(party.url(parameters)), parameters)['error'];
  };

  it('req 90: every response type works, and no other one does', async () => {
    for (const type of listOf('response_types_supported')) await party.signIn(user, { response_type: type });
    for (const type of ELSEWHERE.response_types)
      expect([type, await errorOf({ response_type: type })]).toEqual([type, 'unsupported_response_type']);
  });

  it('req 90: every response mode works, and no other one does', async () => {
    for (const mode of listOf('response_modes_supported')) await party.signIn(user, { response_mode: mode });
    for (const mode of ELSEWHERE.response_modes)
      expect([mode, await errorOf({ response_mode: mode })]).toEqual([mode, 'invalid_request']);
  });

  it('req 90: every prompt is understood, and no other one is', async () => {
    for (const prompt of listOf('prompt_values_supported')) {
      const arrival = await party.browser().open(party.url(party.requestOf({ prompt })));
      expect([prompt, arrival.kind]).toEqual([prompt, prompt === 'none' ? 'left' : 'page']);
    }
    for (const prompt of ELSEWHERE.prompts)
      expect([prompt, await errorOf({ prompt })]).toEqual([prompt, 'invalid_request']);
  });

  it('req 90: every challenge method works, and no other one does', async () => {
    const verifier = 'v'.repeat(43);
    for (const method of listOf('code_challenge_methods_supported')) {
      const challenge = { code_challenge: challengeOf(verifier), code_challenge_method: method };
      const parameters = party.requestOf(challenge);
      const arrival = await party.browser().signIn(party.url(parameters), user);
      await party.complete(arrival, parameters, { code_verifier: verifier });
    }
    for (const method of ['plain', 'S512'])
      expect(await errorOf({ code_challenge: verifier, code_challenge_method: method })).toBe('invalid_request');
  });

  it('req 90: ID tokens and userinfo are signed by every algorithm that is named', async () => {
    for (const alg of listOf('id_token_signing_alg_values_supported') as 'RS256'[])
      await (await aParty({ idTokenSignedResponseAlg: alg })).signIn(user);
    for (const alg of listOf('userinfo_signing_alg_values_supported') as 'RS256'[]) {
      const signed = await aParty({ userinfoSignedResponseAlg: alg });
      const { tokens } = await signed.signIn(user);
      await signed.verifyJwt((await signed.oauth.userinfo(tokens['access_token'])).text, alg, ['sub']);
    }
  });

  it('req 90: request objects are taken by every algorithm that is named, and by no other one', async () => {
    for (const alg of listOf('request_object_signing_alg_values_supported') as ('none' | 'RS256')[]) {
      const key = aClientKey(alg === 'none' ? 'ES256' : alg);
      const input = { requestObjectSigningAlg: alg, jwks: { keys: [key.jwk] } };
      const by = await aParty(input, 'registration');
      const inside = by.requestOf();
      const request = alg === 'none' ? unsigned(inside) : signedWith(key, inside);
      const outside = { client_id: by.client.clientId, response_type: 'code', scope: 'openid', request };
      await by.complete(await by.browser().signIn(by.url(outside), user), inside);
    }
    const key = aClientKey('RS256');
    const by = await aParty({ jwks: { keys: [key.jwk] } });
    for (const alg of ELSEWHERE.algorithms) {
      const outside = by.requestOf({ request: signedWith(key, by.requestOf(), { alg }) });
      const arrival = await by.browser().open(by.url(outside));
      expect([alg, by.errorOf(arrival, outside)['error']]).toEqual([alg, 'invalid_request_object']);
    }
  });

  it('req 90: both kinds of subjects are there', async () => {
    for (const type of listOf('subject_types_supported') as ('public' | 'pairwise')[]) {
      const { idToken } = await (await aParty({ subjectType: type })).signIn(user);
      expect([type, idToken.sub === user.id]).toEqual([type, type === 'public']);
    }
  });

  it('req 90: every acr can be had', async () => {
    for (const acr of listOf('acr_values_supported')) {
      const claims = JSON.stringify({ id_token: { acr: { essential: true, value: acr } } });
      expect((await party.signIn(user, { claims })).idToken['acr']).toBe(acr);
    }
  });

  it('req 90: requests may be pushed, and need not be', async () => {
    expect(metadata['require_pushed_authorization_requests']).toBe(false);
    const parameters = party.requestOf();
    const { status, body } = await party.oauth.post('oauth/par', party.client, parameters);
    expect([status, `${party.issuer}/oauth/par`]).toEqual([201, metadata['pushed_authorization_request_endpoint']]);
    const request = { client_id: party.client.clientId, request_uri: String(body['request_uri']) };
    await party.complete(await party.browser().signIn(party.url(request), user), parameters);
  });

  it('req 90: the end-session endpoint and the device endpoint are there', async () => {
    expect(pageOf(await party.browser().open(String(metadata['end_session_endpoint']))).status).toBe(200);
    const { status } = await party.oauth.post('oauth/device_authorization', party.client, {});
    expect([status, `${party.issuer}/oauth/device_authorization`]).toEqual([
      400,
      metadata['device_authorization_endpoint'],
    ]);
  });

  it('req 90: names the registration endpoint exactly where clients may register', async () => {
    expect(metadata).not.toHaveProperty('registration_endpoint');
    const open = new OAuth(server, await aRealm(server, { registration: 'open' }));
    expect((await discovery(open))['registration_endpoint']).toBe(`${server.issuer(open.realm.name)}/register`);
  });
});
