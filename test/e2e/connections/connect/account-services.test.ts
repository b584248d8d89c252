import { UsersService } from '../../../../src/users/users.service.js';
import { Sql } from '../../../../src/database/sql.js';
import { ProvisioningService } from '../../../../src/provisioning/provisioning.service.js';
import { aUser } from '../../../support/builders.js';
import { Connecting } from '../../../support/connecting.js';
import { pageOf, type ShownPage } from '../../../support/form-browser.js';
import type { SuiteProvider } from '../../../support/providers/suite-provider.js';
import type { TravellingBrowser } from '../../../support/providers/travelling-browser.js';
import type { TestServer } from '../../../support/server.js';

describe('the services of an account', () => {
  let server: TestServer;
  let provider: SuiteProvider;
  let connecting: Connecting;
  let browser: TravellingBrowser;
  beforeAll(async () => {
    ({ server, provider } = await Connecting.start());
  });
  beforeEach(async () => {
    provider.forget();
    connecting = await Connecting.open(server, provider);
    browser = connecting.browser();
    await connecting.signIn(browser);
  });
  afterAll(async () => {
    await server.close();
    await provider.close();
  });

  const services = async (): Promise<ShownPage> =>
    pageOf(await browser.open(`${server.issuer(connecting.realm.name)}/account/services`));
  const press = async (page: ShownPage, name: string, value = ''): Promise<ShownPage> =>
    pageOf(await browser.submit(page, {}, { button: [name, value] }));

  it('are connected, renewed and disconnected there', async () => {
    const config = await connecting.config();
    const landing = await press(await services(), 'connect', config.id);
    const connected = await press(landing, 'decision', 'allow');
    expect(connected.url.pathname).toBe(`/realms/${connecting.realm.name}/account/services`);
    expect(connected.html).toMatch(/role="?status"?/);
    expect(connected.html).toContain('ada@provider.example');
    const [connection] = await connecting.connections();
    const again = await press(await press(connected, 'reconnect', connection!.id), 'decision', 'allow');
    expect((await connecting.connections()).map(({ id }) => id)).toEqual([connection!.id]);
    const gone = await press(again, 'disconnect', connection!.id);
    expect(gone.html).toContain('The service is disconnected.');
    expect(await connecting.connections()).toEqual([]);
  });

  it('say why nothing was connected', async () => {
    provider.behave({ denial: 'access_denied' });
    const config = await connecting.config();
    const page = await press(await press(await services(), 'connect', config.id), 'decision', 'allow');
    expect(page.html).toContain('Nothing was connected.');
    expect(await connecting.connections()).toEqual([]);
  });

  it('show what the realm has connected, and let nobody but its administrators end that', async () => {
    const config = await connecting.config({ connectionLevel: 'realm' }, { memberUse: true });
    const admin = await aUser(server, connecting.realm, { roles: ['realm-admin'] });
    const manager = await connecting.tokenOf(admin, 'conn:self conn:manage');
    const { body } = await connecting.api('/sessions', manager, 'POST', { config: config.id });
    const theirs = connecting.browser();
    await connecting.signIn(theirs, admin);
    await connecting.connect(theirs, body['connectUrl'] as string);
    const [connection] = await connecting.connections();
    const page = await services();
    expect(page.html).toContain('Shared; administrators look after it.');
    expect(page.html).not.toContain('name="disconnect"');
    const listed = await connecting.api('', await connecting.tokenOf());
    expect(listed.body['connections']).toMatchObject([{ id: connection!.id, level: 'realm' }]);
    const refused = await connecting.api(`/${connection!.id}`, await connecting.tokenOf(), 'DELETE');
    expect([refused.status, refused.body['code']]).toEqual([403, 'not_owner']);
  });

  it('are listed, read and disconnected by applications of the user', async () => {
    const config = await connecting.config();
    await connecting.connect(browser, (await connecting.userSession(config)).url);
    const token = await connecting.tokenOf();
    const { body } = await connecting.api('', token);
    const [own] = body['connections'] as { id: string; account: string }[];
    expect(own).toMatchObject({ account: 'ada@provider.example', status: 'active', level: 'user' });
    expect(body['available']).toMatchObject([{ config: config.id, scopes: ['read', 'write'] }]);
    expect((await connecting.api(`/${own!.id}`, token)).body).toEqual(own);
    expect((await connecting.api(`/${own!.id}`, token, 'DELETE')).status).toBe(204);
    const gone = await connecting.api(`/${own!.id}`, token);
    expect([gone.status, gone.body['code']]).toEqual([404, 'connection_not_found']);
  });

  it('need the scope for it, and a user', async () => {
    const openid = await connecting.tokenOf(connecting.user, 'openid');
    expect((await connecting.api('', openid)).status).toBe(403);
    expect((await connecting.api('', await connecting.serviceToken())).status).toBe(403);
  });

  it('go with their user, and with their realm', async () => {
    const config = await connecting.config();
    await connecting.connect(browser, (await connecting.userSession(config)).url);
    await connecting.userSession(config, { connectionId: (await connecting.connections())[0]!.id });
    await server.get(UsersService).delete(connecting.realm, connecting.user.username);
    expect(await connecting.connections()).toEqual([]);
    const count = async (table: string): Promise<number> => {
      const realmId = Buffer.from(connecting.realm.id.replaceAll('-', ''), 'hex');
      const statement = `SELECT COUNT(*) AS n FROM ${table} WHERE realmId = ?`;
      const [row] = await server.get(Sql).query<{ n: number }>(statement, [realmId]);
      return Number(row?.n);
    };
    expect([await count('connection_sessions'), await count('connection_states')]).toEqual([0, 0]);
    const other = await Connecting.open(server, provider);
    const away = other.browser();
    await other.signIn(away);
    await other.connect(away, (await other.userSession(await other.config())).url);
    await server.get(ProvisioningService).deleteRealm(other.realm.name);
    expect(await other.connections()).toEqual([]);
  });
});
