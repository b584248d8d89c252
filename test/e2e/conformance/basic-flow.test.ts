import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { challengeOf, discovery, OidcParty } from '../../support/oidc-party.js';
import { bearer, postForm, request } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import type { NewClient } from '../../../src/clients/client.types.js';
import { aFullUser, BASIC_CLIENT, CLAIMS } from './basic.fixtures.js';

describe('Basic OP: the flow and what it tells', () => {
  let server: TestServer;
  let realm: Realm;
  let user: BuiltUser;
  let party: OidcParty;

  beforeAll(async () => {
    server = await startServer();
    realm = await aRealm(server);
    user = await aFullUser(server, realm);
    party = await aParty();
  });
  afterAll(() => server.close());

  const aParty = async (input: Partial<NewClient> = {}): Promise<OidcParty> =>
    new OidcParty(server, realm, await aClient(server, realm, { ...BASIC_CLIENT, ...input }));

  it('oidcc-server: the whole code flow', async () => {
    const { idToken } = await party.signIn(user);
    expect(idToken).toMatchObject({ sub: user.id, auth_time: expect.any(Number), sid: expect.any(String) });
  });

  it('oidcc-idtoken-signature: RS256 by default, with a kid of the key set', async () => {
    expect(party.client.idTokenSignedResponseAlg).toBe('RS256');
    await party.signIn(user);
  });

  it.each(['ES256', 'PS256'] as const)('an ID token is signed by %s where the client wants it so', async (alg) => {
    await (await aParty({ idTokenSignedResponseAlg: alg })).signIn(user);
  });

  it('oidcc-idtoken-unsigned: no ID token goes unsigned, and none is offered so', async () => {
    const { id_token_signing_alg_values_supported: offered } = await discovery(party.oauth);
    expect(offered).toEqual(['ES256', 'RS256', 'PS256']);
  });

  it('oidcc-userinfo-get, oidcc-userinfo-post-header, oidcc-userinfo-post-body: each tells the same', async () => {
    const { tokens, userinfo } = await party.signIn(user, { scope: 'openid profile' });
    const token = String(tokens['access_token']);
    const url = party.oauth.url('userinfo');
    const answers = [
      await request(url, { headers: bearer(token) }),
      await postForm(url, {}, bearer(token)),
      await postForm(url, { access_token: token }),
    ];
    for (const { status, headers, body } of answers) {
      expect([status, body]).toEqual([200, userinfo]);
      expect(headers.get('content-type')).toMatch(/^application\/json/);
    }
  });

  it('oidcc-ensure-request-without-nonce-succeeds-for-code-flow', async () => {
    const { idToken } = await party.signIn(user, { nonce: '' });
    expect(idToken).not.toHaveProperty('nonce');
  });

  it.each(['profile', 'email', 'address', 'phone'] as const)(
    'oidcc-scope-%s: its claims, at userinfo',
    async (scope) => {
      const { userinfo, idToken } = await party.signIn(user, { scope: `openid ${scope}` });
      expect(userinfo).toEqual({ sub: user.id, ...CLAIMS[scope] });
      for (const claim of Object.keys(CLAIMS[scope])) expect(idToken).not.toHaveProperty(claim);
    },
  );

  it('oidcc-scope-all: every claim of every scope', async () => {
    const { userinfo } = await party.signIn(user, { scope: 'openid profile email address phone' });
    expect(userinfo).toEqual({
      sub: user.id,
      ...CLAIMS.profile,
      ...CLAIMS.email,
      ...CLAIMS.address,
      ...CLAIMS.phone,
    });
  });

  it('oidcc-alternate-happy-flow: scopes and parameters in another order', async () => {
    const browser = party.browser();
    const parameters = party.requestOf({ scope: 'phone address email profile openid' });
    const turned = Object.fromEntries(Object.entries(parameters).reverse());
    await party.complete(await browser.signIn(party.url(turned), user), parameters);
  });

  it('oidcc-server-client-secret-post: the secret in the body', async () => {
    const parameters = party.requestOf();
    const arrival = await party.browser().signIn(party.url(parameters), user);
    const code = new URLSearchParams(new URL(String(arrival.url)).search).get('code') ?? '';
    const { clientId, secret } = party.client;
    const { status, body } = await postForm(party.oauth.url('oauth/token'), {
      grant_type: 'authorization_code',
      code,
      redirect_uri: party.redirectUri,
      client_id: clientId,
      client_secret: secret,
    });
    expect([status, body['error']]).toEqual([200, undefined]);
    await party.verify(body, parameters['nonce']);
  });

  it('oidcc-ensure-request-with-valid-pkce-succeeds: S256', async () => {
    const verifier = 'v'.repeat(43);
    const parameters = party.requestOf({ code_challenge: challengeOf(verifier), code_challenge_method: 'S256' });
    const arrival = await party.browser().signIn(party.url(parameters), user);
    await party.complete(arrival, parameters, { code_verifier: verifier });
  });

  it('oidcc-claims-essential: a claim by its name alone', async () => {
    const claims = JSON.stringify({ userinfo: { name: { essential: true } } });
    const { userinfo } = await party.signIn(user, { claims });
    expect(userinfo).toEqual({ sub: user.id, name: CLAIMS.profile.name });
  });

  it('a claim by its name comes in the ID token too, and none that the client could not have', async () => {
    const narrow = await aParty({ scopes: ['openid', 'email'] });
    const claims = JSON.stringify({ id_token: { email: null, name: { essential: true }, sid: null }, userinfo: {} });
    const { idToken, userinfo } = await narrow.signIn(user, { claims });
    expect(idToken).toMatchObject({ email: CLAIMS.email.email });
    expect(idToken).not.toHaveProperty('name');
    expect(userinfo).toEqual({ sub: user.id });
  });

  describe('oidcc-refresh-token', () => {
    let other: BuiltClient;
    beforeAll(async () => {
      other = await aClient(server, realm, BASIC_CLIENT);
    });

    it('gives a new ID token of the same sign-in', async () => {
      const { tokens, idToken } = await party.signIn(user, { scope: 'openid offline_access' });
      expect(tokens['refresh_token']).toMatch(/^[\x20-\x7e]+$/);
      server.advance(2);
      const { status, body } = await party.refresh(tokens);
      expect(status).toBe(200);
      const refreshed = await party.verify(body, undefined);
      const { sub, iss, aud, azp, auth_time: authTime, sid } = idToken;
      expect(refreshed).toMatchObject({ sub, iss, aud, azp, auth_time: authTime, sid });
      expect(refreshed.iat).toBeGreaterThan(idToken.iat ?? Infinity);
      expect((await party.oauth.userinfo(body['access_token'])).body['sub']).toBe(sub);
    });

    it("refuses another client's refresh token", async () => {
      const { tokens } = await party.signIn(user, { scope: 'openid offline_access' });
      const { status, body } = await party.oauth.refresh(other, tokens['refresh_token']);
      expect([status, body['error']]).toEqual([400, 'invalid_grant']);
      expect((await party.refresh(tokens)).status).toBe(200);
    });

    it('gives no ID token for a scope without openid', async () => {
      const { tokens } = await party.signIn(user, { scope: 'openid profile offline_access' });
      const { body } = await party.refresh(tokens, { scope: 'profile' });
      expect(body).not.toHaveProperty('id_token');
    });
  });

  it('a flow without openid gives no ID token', async () => {
    const parameters = party.requestOf({ scope: 'profile' });
    const arrival = await party.browser().signIn(party.url(parameters), await aUser(server, realm));
    const code = new URL(String(arrival.url)).searchParams.get('code');
    expect((await party.redeem(code)).body).not.toHaveProperty('id_token');
  });
});
