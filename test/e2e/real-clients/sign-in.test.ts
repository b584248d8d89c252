import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aRealm, aUser, type BuiltUser } from '../../support/builders.js';
import { SERVER_SIDE_CLIENTS } from '../../support/clients/server-side-clients.js';
import { SignInApp } from '../../support/clients/sign-in-app.js';
import { departureOf, FormBrowser, pageOf, type Arrival } from '../../support/form-browser.js';
import { startServer, type TestServer } from '../../support/server.js';

describe.each(SERVER_SIDE_CLIENTS)('%s, unmodified', (_, make, metadata) => {
  let server: TestServer;
  let app: SignInApp;
  let realm: Realm;
  let user: BuiltUser;

  beforeAll(async () => {
    [server, app] = await Promise.all([startServer(), SignInApp.open()]);
    realm = await aRealm(server);
    user = await aUser(server, realm, { fullName: 'Ada Lovelace', email: 'ada@example.com' });
  });
  beforeEach(async () => {
    const signIn = { grantTypes: ['authorization_code'], redirectUris: [app.redirectUri] };
    const client = await aClient(server, realm, { ...signIn, ...metadata });
    app.application = await make(server.issuer(realm.name), client, app.redirectUri);
  });
  afterAll(async () => {
    app.close();
    await server.close();
  });

  const begin = async (): Promise<string> => {
    const { headers } = await fetch(app.origin, { redirect: 'manual' });
    return headers.get('location') ?? '';
  };
  const comeBack = async (arrival: Arrival): Promise<string> => (await fetch(departureOf(arrival).url)).text();

  it('signs a user in, and learns who it is', async () => {
    const arrival = await new FormBrowser(server.url).signIn(await begin(), user);
    const shown = await comeBack(arrival);
    expect(shown).toContain('Signed in');
    const claims = { sub: user.id, name: 'Ada Lovelace', email: 'ada@example.com' };
    expect(JSON.parse(/<pre>(.*)<\/pre>/.exec(shown)?.[1] ?? '')).toEqual(claims);
  });

  it('understands that the user does not want to', async () => {
    const browser = new FormBrowser(server.url);
    const login = pageOf(await browser.open(await begin()));
    const { username, password } = user;
    const consent = pageOf(await browser.submit(login, { username, password }));
    const arrival = await browser.submit(consent, {}, { button: ['decision', 'deny'] });
    expect(departureOf(arrival).url.searchParams.get('error')).toBe('access_denied');
    expect(await comeBack(arrival)).toContain('Not signed in');
  });
});
