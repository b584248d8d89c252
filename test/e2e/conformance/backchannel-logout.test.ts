import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify, type JWTPayload } from 'jose';
import { Clock } from '../../../src/kernel/clock.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { departureOf, type Arrival, type FormBrowser } from '../../support/form-browser.js';
import { LogoutListener } from '../../support/logout-listener.js';
import { discovery, OidcParty, type SignedIn } from '../../support/oidc-party.js';
import { startServer, type TestServer } from '../../support/server.js';
import { BASIC_CLIENT } from './basic.fixtures.js';

const RETURN = 'https://rp.example.com/signed-out';
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

describe('Back-channel OP', () => {
  let listener: LogoutListener;
  let server: TestServer;
  let realm: Realm;
  let user: BuiltUser;
  let client: BuiltClient;
  let party: OidcParty;
  let browser: FormBrowser;
  let signedIn: SignedIn;

  beforeAll(async () => {
    listener = await LogoutListener.open();
    server = await startServer({ settings: { EGRESS_ALLOW: listener.authority } });
    realm = await aRealm(server);
    user = await aUser(server, realm);
    const metadata = { postLogoutRedirectUris: [RETURN], backchannelLogoutUri: listener.uri };
    client = await aClient(server, realm, { ...BASIC_CLIENT, ...metadata });
    party = new OidcParty(server, realm, client);
  });
  beforeEach(async () => {
    listener.notices.length = 0;
    listener.status = 200;
    browser = party.browser();
    signedIn = await party.signIn(user, {}, browser);
  });
  afterAll(async () => {
    await server.close();
    listener.close();
  });

  const logOut = (): Promise<Arrival> => {
    const parameters = { id_token_hint: String(signedIn.tokens['id_token']), post_logout_redirect_uri: RETURN };
    return browser.open(`${party.oauth.url('logout')}?${new URLSearchParams(parameters).toString()}`);
  };
  const verified = async (token: string): Promise<JWTPayload> => {
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(party.oauth.url('jwks'))), {
      issuer: party.issuer,
      audience: client.clientId,
      algorithms: ['RS256'],
      typ: 'logout+jwt',
      requiredClaims: ['iat', 'exp', 'jti', 'events'],
      currentDate: new Date(server.get(Clock).now()),
    });
    return payload;
  };

  it('oidcc-backchannel-rp-initiated-logout-discovery-endpoint-verification', async () => {
    expect(await discovery(party.oauth)).toMatchObject({
      end_session_endpoint: party.oauth.url('logout'),
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
    });
  });

  it('req 76: oidcc-backchannel-rp-initiated-logout', async () => {
    const arrival = await logOut();
    expect(departureOf(arrival).url.href).toBe(RETURN);
    // Told before the browser went on.
    expect(listener.notices).toHaveLength(1);
    const [notice] = listener.notices;
    expect(notice).toMatchObject({ method: 'POST', contentType: 'application/x-www-form-urlencoded' });
    expect(Object.keys(notice!.form)).toEqual(['logout_token']);
    const claims = await verified(listener.token);
    expect(claims).toMatchObject({ sub: signedIn.idToken.sub, sid: signedIn.idToken['sid'], events: { [EVENT]: {} } });
    expect(claims).not.toHaveProperty('nonce');
    const parameters = party.requestOf({ prompt: 'none' });
    expect(party.errorOf(await browser.open(party.url(parameters)), parameters)['error']).toBe('login_required');
  });

  it('req 76, 78: a logout token opens nothing', async () => {
    await logOut();
    expect(decodeProtectedHeader(listener.token).typ).toBe('logout+jwt');
    expect((await party.oauth.userinfo(listener.token)).status).toBe(401);
    expect(await party.oauth.isActive(client, listener.token)).toBe(false);
    const hinted = await browser.open(`${party.oauth.url('logout')}?id_token_hint=${listener.token}`);
    expect(hinted.status).toBe(400);
  });

  it('req 76: a client that fails keeps nobody signed in', async () => {
    listener.status = 500;
    expect(departureOf(await logOut()).url.href).toBe(RETURN);
    expect((await party.refresh(signedIn.tokens)).status).toBe(400);
  });

  it('tells each client of the session once, by the name it knows the user by', async () => {
    const sector = { redirectUris: ['https://other.example.com/callback'], subjectType: 'pairwise' as const };
    const paired = await aClient(server, realm, { ...BASIC_CLIENT, ...sector, backchannelLogoutUri: listener.uri });
    const other = await new OidcParty(server, realm, paired).signIn(user, {}, browser);
    const silent = await aClient(server, realm, BASIC_CLIENT);
    await new OidcParty(server, realm, silent).signIn(user, {}, browser);
    await logOut();
    const told = listener.notices.map(({ form }) => JSON.parse(payloadOf(form['logout_token'])) as JWTPayload);
    expect(told.map(({ aud, sub }) => [aud, sub]).sort()).toEqual(
      [
        [client.clientId, signedIn.idToken.sub],
        [paired.clientId, other.idToken.sub],
      ].sort(),
    );
    expect(new Set(told.map(({ jti }) => jti)).size).toBe(2);
  });
});

const payloadOf = (jwt = ''): string => Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString();
