import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aRealm, aUser, type BuiltUser } from '../../support/builders.js';
import { pageOf } from '../../support/form-browser.js';
import { OidcParty } from '../../support/oidc-party.js';
import { startServer, type TestServer } from '../../support/server.js';

describe('the claims parameter', () => {
  let server: TestServer;
  let realm: Realm;
  let user: BuiltUser;
  let party: OidcParty;

  beforeAll(async () => {
    server = await startServer();
    realm = await aRealm(server);
    user = await aUser(server, realm, { fullName: 'Ada Lovelace', email: 'ada@example.com' });
    const client = await aClient(server, realm, {
      grantTypes: ['authorization_code'],
      redirectUris: ['https://rp.example.com/callback'],
      requirePkce: false,
    });
    party = new OidcParty(server, realm, client);
  });
  afterAll(() => server.close());

  it('has the user asked for what it opens, as for a scope', async () => {
    const browser = party.browser();
    await party.signIn(user, {}, browser);
    const claims = JSON.stringify({ userinfo: { email: null } });
    const silent = party.requestOf({ claims, prompt: 'none' });
    expect(party.errorOf(await browser.open(party.url(silent)), silent)['error']).toBe('consent_required');
    const { userinfo } = await party.signIn(user, { claims }, browser);
    expect(userinfo['email']).toBe('ada@example.com');
    await party.complete(await browser.open(party.url(silent)), silent);
  });

  it('holds for the grant that it came with, at refresh and userinfo too, and for no other', async () => {
    const { userinfo } = await party.signIn(user, { claims: JSON.stringify({ userinfo: { name: null } }) });
    expect(userinfo).toEqual({ sub: user.id, name: 'Ada Lovelace' });
    expect((await party.signIn(user)).userinfo).toEqual({ sub: user.id });
  });

  it.each(['x', '[]', '{"userinfo":7}', '{"id_token":{"name":"yes"}}'])('is refused as %s', async (claims) => {
    const parameters = party.requestOf({ claims });
    const arrival = await party.browser().open(party.url(parameters));
    expect(party.errorOf(arrival, parameters)['error']).toBe('invalid_request');
  });

  it('may ask for a kind of sign-in; an essential one that there is not fails', async () => {
    const acr = (wish: unknown): string => JSON.stringify({ id_token: { acr: wish } });
    for (const wish of [null, { essential: true }, { essential: true, values: ['2', '1'] }, { values: ['9'] }])
      expect((await party.signIn(user, { claims: acr(wish) })).idToken['acr']).toBe('1');
    const parameters = party.requestOf({ claims: acr({ essential: true, values: ['9'] }) });
    const arrival = await party.browser().signIn(party.url(parameters), user);
    expect(party.errorOf(arrival, parameters)['error']).toBe('unmet_authentication_requirements');
  });

  it('req 25: may ask for one user alone, and gets no other one', async () => {
    const browser = party.browser();
    await party.signIn(user, {}, browser);
    const one = (id: string): string => JSON.stringify({ id_token: { sub: { value: id } } });
    await party.signIn(user, { claims: one(user.id), prompt: 'none' }, browser);
    const other = await aUser(server, realm);
    const silent = party.requestOf({ claims: one(other.id), prompt: 'none' });
    expect(party.errorOf(await browser.open(party.url(silent)), silent)['error']).toBe('login_required');
    const asked = party.requestOf({ claims: one(other.id) });
    const page = pageOf(await browser.open(party.url(asked)));
    const { idToken } = await party.complete(await browser.carryOn(page, other), asked);
    expect(idToken.sub).toBe(other.id);
  });
});
