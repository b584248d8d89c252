import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aRealm, aUser, type BuiltUser } from '../../support/builders.js';
import { pageOf, responseOf } from '../../support/form-browser.js';
import { OidcParty } from '../../support/oidc-party.js';
import { startServer, type TestServer } from '../../support/server.js';
import { BASIC_CLIENT } from './basic.fixtures.js';

describe('Basic OP: requests, codes and redirects', () => {
  let server: TestServer;
  let realm: Realm;
  let user: BuiltUser;
  let party: OidcParty;

  beforeAll(async () => {
    server = await startServer();
    realm = await aRealm(server);
    user = await aUser(server, realm);
    party = new OidcParty(server, realm, await aClient(server, realm, BASIC_CLIENT));
  });
  afterAll(() => server.close());

  it('oidcc-response-type-missing: told to the client', async () => {
    const parameters = party.requestOf({ response_type: '' });
    const arrival = await party.browser().open(party.url(parameters));
    expect(['invalid_request', 'unsupported_response_type']).toContain(party.errorOf(arrival, parameters)['error']);
  });

  it.each(['token', 'id_token', 'code token', 'none'])('the response type %s is refused', async (type) => {
    const parameters = party.requestOf({ response_type: type });
    const arrival = await party.browser().open(party.url(parameters));
    expect(party.errorOf(arrival, parameters)['error']).toBe('unsupported_response_type');
  });

  it('oidcc-ensure-registered-redirect-uri: a page, and no redirect', async () => {
    const parameters = party.requestOf({ redirect_uri: 'https://rp.example.com/elsewhere' });
    const page = pageOf(await party.browser().open(party.url(parameters)));
    expect(page.status).toBe(400);
    expect(page.html).not.toContain('rp.example.com/elsewhere');
  });

  it('oidcc-ensure-post-request-succeeds: the request in a form', async () => {
    const parameters = party.requestOf();
    const browser = party.browser();
    const arrival = await browser.post(party.oauth.url('oauth/authorize'), parameters);
    await party.complete(await browser.carryOn(arrival, user), parameters);
  });

  it('oidcc-codereuse: the same code again is refused at once', async () => {
    const { response, tokens } = await party.signIn(user);
    const { status, body } = await party.redeem(response['code']);
    expect([status, body['error']]).toEqual([400, 'invalid_grant']);
    expect((await party.oauth.userinfo(tokens['access_token'])).status).toBe(401);
  });

  it('oidcc-codereuse-30seconds: and after a while, and its access token has stopped working', async () => {
    const { response, tokens } = await party.signIn(user);
    server.advance(30);
    const { status, body } = await party.redeem(response['code']);
    expect([status, body['error']]).toEqual([400, 'invalid_grant']);
    expect((await party.oauth.userinfo(tokens['access_token'])).status).toBe(401);
  });

  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = (claims: Record<string, string>): string => `${encode({ alg: 'none' })}.${encode(claims)}.`;

  it('oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported: rejected for this client', async () => {
    const parameters = party.requestOf();
    const arrival = await party.browser().open(party.url({ ...parameters, request: unsigned(parameters) }));
    expect(party.errorOf(arrival, parameters)['error']).toBe('request_not_supported');
  });

  it('oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported: rejected for this client', async () => {
    const parameters = party.requestOf();
    const request = { ...parameters, request_uri: 'https://rp.example.com/request.jwt' };
    const arrival = await party.browser().open(party.url(request));
    expect(party.errorOf(arrival, parameters)['error']).toBe('request_uri_not_supported');
  });

  it('oidcc-ensure-request-object-with-redirect-uri: one that is not the client’s leads nowhere', async () => {
    const parameters = party.requestOf();
    const inside = { ...parameters, redirect_uri: 'https://rp.example.com/elsewhere' };
    const arrival = await party.browser().signIn(party.url({ ...parameters, request: unsigned(inside) }), user);
    expect(arrival.url.href).not.toContain('elsewhere');
    expect(responseOf(arrival)).not.toHaveProperty('code');
  });
});
