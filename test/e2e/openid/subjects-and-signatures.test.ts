import { ClientsService } from '../../../src/clients/clients.service.js';
import type { NewClient } from '../../../src/clients/client.types.js';
import { KeysService } from '../../../src/keys/keys.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aRealm, aUser, type BuiltUser } from '../../support/builders.js';
import { claimsOf } from '../../support/oauth.js';
import { OidcParty } from '../../support/oidc-party.js';
import { startServer, type TestServer } from '../../support/server.js';

const ALGORITHMS = ['RS256', 'ES256', 'PS256'] as const;

describe('subjects and signatures', () => {
  let server: TestServer;
  let realm: Realm;
  let user: BuiltUser;

  beforeAll(async () => {
    server = await startServer();
    realm = await aRealm(server);
    user = await aUser(server, realm, { fullName: 'Ada Lovelace' });
  });
  afterAll(() => server.close());

  async function aParty(input: Partial<NewClient> = {}): Promise<OidcParty> {
    const client = await aClient(server, realm, {
      grantTypes: ['authorization_code', 'refresh_token'],
      scopes: ['openid', 'profile', 'offline_access'],
      redirectUris: ['https://rp.example.com/callback'],
      requirePkce: false,
      ...input,
    });
    return new OidcParty(server, realm, client);
  }

  describe('a pairwise subject', () => {
    const pairwise = (redirectUri: string): Promise<OidcParty> =>
      aParty({ subjectType: 'pairwise', redirectUris: [redirectUri] });

    it('req 81, 82: is the same in every token, at userinfo, at introspection and after a refresh', async () => {
      const party = await pairwise('https://one.example.com/callback');
      const { tokens, idToken, userinfo } = await party.signIn(user, { scope: 'openid offline_access' });
      const introspected = await party.oauth.introspect(party.client, tokens['access_token']);
      const refreshed = (await party.refresh(tokens)).body;
      const again = await party.signIn(user);
      const subjects = [
        userinfo['sub'],
        introspected.body['sub'],
        claimsOf(tokens['access_token'])['sub'],
        (await party.verify(refreshed, undefined)).sub,
        (await party.oauth.userinfo(refreshed['access_token'])).body['sub'],
        again.idToken.sub,
      ];
      expect(new Set(subjects)).toEqual(new Set([idToken.sub]));
      expect(JSON.stringify([idToken, userinfo, introspected.body['sub']])).not.toContain(user.id);
    });

    it('req 82: is one for the clients of a sector, and another one outside of it', async () => {
      const [one, same, other] = await Promise.all([
        pairwise('https://one.example.com/callback'),
        pairwise('https://one.example.com/other'),
        pairwise('https://two.example.com/callback'),
      ]);
      const subject = async (party: OidcParty): Promise<unknown> => (await party.signIn(user)).idToken.sub;
      const subjects = [await subject(one), await subject(same), await subject(other)];
      expect(subjects[1]).toBe(subjects[0]);
      expect(subjects[2]).not.toBe(subjects[0]);
    });

    it('req 82: stays when the redirect URIs change within their sector', async () => {
      const party = await pairwise('https://three.example.com/callback');
      const before = (await party.signIn(user)).idToken.sub;
      const redirectUri = 'https://three.example.com/moved';
      const client = await server
        .get(ClientsService)
        .update(realm, party.client.clientId, { redirectUris: [redirectUri] });
      const moved = new OidcParty(server, realm, { ...client, secret: party.client.secret });
      expect((await moved.signIn(user)).idToken.sub).toBe(before);
    });

    it('works with an opaque access token, and as a hint', async () => {
      const party = await aParty({ subjectType: 'pairwise', accessTokenFormat: 'opaque' });
      const browser = party.browser();
      const { tokens, idToken } = await party.signIn(user, {}, browser);
      const hint = { prompt: 'none', id_token_hint: String(tokens['id_token']) };
      expect((await party.signIn(user, hint, browser)).idToken.sub).toBe(idToken.sub);
    });
  });

  it.each(ALGORITHMS)('userinfo is signed by %s for a client that wants it so', async (alg) => {
    const party = await aParty({ userinfoSignedResponseAlg: alg });
    const { tokens, idToken } = await party.signIn(user, { scope: 'openid profile' });
    const { headers, text } = await party.oauth.userinfo(tokens['access_token']);
    expect(headers.get('content-type')).toMatch(/^application\/jwt/);
    const claims = await party.verifyJwt(text, alg, ['iss', 'aud', 'sub']);
    expect(claims).toMatchObject({ sub: idToken.sub, name: 'Ada Lovelace' });
  });

  it('req 78, 79: signed userinfo is neither a hint nor an access token, and an ID token is no access token', async () => {
    const party = await aParty({ userinfoSignedResponseAlg: 'RS256' });
    const browser = party.browser();
    const { tokens } = await party.signIn(user, {}, browser);
    const { text } = await party.oauth.userinfo(tokens['access_token']);
    const parameters = party.requestOf({ prompt: 'none', id_token_hint: text });
    const arrival = await browser.open(party.url(parameters));
    expect(party.errorOf(arrival, parameters)['error']).toBe('invalid_request');
    for (const token of [text, tokens['id_token']]) {
      expect((await party.oauth.userinfo(token)).status).toBe(401);
      expect(await party.oauth.isActive(party.client, token)).toBe(false);
    }
  });

  it('req 78: a logout token is no hint', async () => {
    const party = await aParty();
    const { tokens, idToken } = await party.signIn(user);
    const claims = { ...claimsOf(tokens['id_token']), exp: Number(idToken.exp) };
    const signed = (typ: string): Promise<string> => server.get(KeysService).sign(realm, 'RS256', typ, claims);
    for (const [typ, error] of [
      ['logout+jwt', 'invalid_request'],
      ['at+jwt', 'invalid_request'],
      ['JWT', 'login_required'],
    ] as const) {
      const parameters = party.requestOf({ prompt: 'none', id_token_hint: await signed(typ) });
      const arrival = await party.browser().open(party.url(parameters));
      expect([typ, party.errorOf(arrival, parameters)['error']]).toEqual([typ, error]);
    }
  });

  it('an ID token is a hint while the session lasts, after it has expired and the keys have moved on', async () => {
    const long = await aRealm(server, { sessionIdleSeconds: 36_000, sessionMaxSeconds: 36_000 });
    const client = await aClient(server, long, {
      grantTypes: ['authorization_code'],
      redirectUris: ['https://rp.example.com/callback'],
      requirePkce: false,
    });
    const party = new OidcParty(server, long, client);
    const person = await aUser(server, long);
    const browser = party.browser();
    const { tokens } = await party.signIn(person, {}, browser);
    server.advance(3600);
    await server.get(KeysService).rotate(long);
    server.advance(4 * 3600);
    const hint = { prompt: 'none', id_token_hint: String(tokens['id_token']) };
    await party.signIn(person, hint, browser);
  });
});
