import { ConnectSweep } from '../../../../src/connections/connect/connect-sweep.service.js';
import { AppsService } from '../../../../src/connections/apps/apps.service.js';
import { Installations } from '../../../../src/connections/apps/installations.service.js';
import { AppSettings } from '../../../../src/connections/apps/app-settings.service.js';
import { Sql } from '../../../../src/database/sql.js';
import { idToBytes } from '../../../../src/kernel/ids.js';
import { aUser } from '../../../support/builders.js';
import { responseOf } from '../../../support/form-browser.js';
import { Connecting, RETURN_URL } from '../../../support/connecting.js';
import type { SuiteProvider } from '../../../support/providers/suite-provider.js';
import type { TravellingBrowser } from '../../../support/providers/travelling-browser.js';
import type { TestServer } from '../../../support/server.js';

describe('connecting an account', () => {
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
  });
  afterAll(async () => {
    await server.close();
    await provider.close();
  });

  it('begins nothing while the installation of the app is disabled, and offers nothing', async () => {
    const config = await connecting.config();
    const installations = server.get(Installations);
    const { id } = await installations.install(connecting.realm, config.appId, {}, null);
    const token = await connecting.tokenOf();
    const begin = () => connecting.api('/sessions', token, 'POST', { config: config.id });
    const offered = async () => (await connecting.api('', token)).body['available'];
    await installations.enable(connecting.realm, id, false);
    expect([(await begin()).status, await offered()]).toEqual([404, []]);
    await installations.enable(connecting.realm, id, true);
    expect([(await begin()).status, await offered()]).toEqual([201, [expect.anything()]]);
  });

  it('gives one user a number of tries, and one connection where there may be one', async () => {
    const config = await connecting.config();
    await connecting.signIn(browser);
    await connecting.connect(browser, (await connecting.userSession(config)).url);
    const [token, body] = [await connecting.tokenOf(), { config: config.id }];
    const second = await connecting.api('/sessions', token, 'POST', body);
    expect(second.body).toMatchObject({
      code: 'connection_exists',
      connectionId: (await connecting.connections())[0]!.id,
    });
    const other = await connecting.config({ multi: 'many' });
    const statuses: number[] = [];
    for (let at = 0; at < 21; at++)
      statuses.push((await connecting.api('/sessions', token, 'POST', { config: other.id })).status);
    expect([statuses.filter((status) => status === 201).length, statuses.at(-1)]).toEqual([18, 429]);
  });

  it('asks nobody to connect what lacks settings of the realm, or is not published', async () => {
    const config = await connecting.config();
    const setting = { name: 'tenant', level: 'realm', kind: 'text', required: true, prompt: 'install' } as const;
    await server.get(AppSettings).create(connecting.realm, config.appId, setting);
    const [token, body] = [await connecting.tokenOf(), { config: config.id }];
    const incomplete = await connecting.api('/sessions', token, 'POST', body);
    expect(incomplete.body).toMatchObject({ code: 'installation_incomplete', errors: [{ field: 'tenant' }] });
    await server.get(AppsService).update(connecting.realm, config.appId, { status: 'draft' });
    expect((await connecting.api('/sessions', token, 'POST', body)).status).toBe(404);
  });

  it('connects the realm for who manages its connections, and for nobody else', async () => {
    const config = await connecting.config({ connectionLevel: 'realm' });
    const body = { config: config.id, returnUrl: RETURN_URL };
    const refused = await connecting.api('/sessions', await connecting.tokenOf(), 'POST', body);
    expect([refused.status, refused.body['code']]).toEqual([403, 'forbidden']);
    const scope = 'conn:self conn:manage';
    const plain = await connecting.api('/sessions', await connecting.tokenOf(connecting.user, scope), 'POST', body);
    expect([plain.status, plain.body['code']]).toEqual([403, 'forbidden']);
    const admin = await aUser(server, connecting.realm, { roles: ['realm-admin'] });
    const { body: started } = await connecting.api('/sessions', await connecting.tokenOf(admin, scope), 'POST', body);
    await connecting.signIn(browser, admin);
    await connecting.connect(browser, started['connectUrl'] as string);
    expect((await connecting.connections())[0]?.owner).toEqual({ kind: 'realm' });
  });

  describe('by a service', () => {
    it('is completed with the verifier, once, by the service that began it', async () => {
      const { id, url, verifier } = await connecting.apiSession(await connecting.config());
      const early = await connecting.complete(id, verifier);
      expect([early.status, early.body['code']]).toEqual([409, 'conflict']);
      const arrival = await connecting.connect(browser, url);
      expect(responseOf(arrival)).toEqual({ session_id: id, status: 'completion_required' });
      expect(await connecting.connections()).toEqual([]);
      const done = await connecting.complete(id, verifier);
      const [connection] = await connecting.connections();
      expect(done.body).toMatchObject({ status: 'completed', connectionId: connection?.id });
      expect(connection?.createdBy).toBe(connecting.service.clientId);
      const again = await connecting.complete(id, verifier);
      expect([again.status, again.body['code']]).toEqual([410, 'state_used']);
    });

    it('needs a challenge, and a user', async () => {
      const config = await connecting.config();
      const token = await connecting.serviceToken();
      const without = await connecting.api('/sessions', token, 'POST', {
        config: config.id,
        userId: connecting.user.id,
      });
      expect(without.body['errors']).toMatchObject([{ field: 'completionChallenge' }]);
      const nobody = await connecting.api('/sessions', token, 'POST', { config: config.id });
      expect(nobody.body['errors']).toMatchObject([{ field: 'userId' }]);
    });

    it('ends when nobody completes it in time, and the provider is told', async () => {
      const { id, url, verifier } = await connecting.apiSession(await connecting.config());
      await connecting.connect(browser, url);
      server.advance(601);
      const late = await connecting.complete(id, verifier);
      expect([late.status, late.body['code']]).toEqual([410, 'session_expired']);
      await server.get(ConnectSweep).sweep();
      expect(provider.callsOf('revoke')).toHaveLength(1);
      expect(await connecting.connections()).toEqual([]);
      const told = await connecting.api(`/sessions/${id}`, await connecting.serviceToken());
      expect(told.body).toMatchObject({ status: 'failed', failureCode: 'not_completed' });
    });

    it.each([
      ['what it holds does not open', "UPDATE connection_sessions SET sealedTokens = 'altered' WHERE id = ?"],
      ['its config is gone', 'UPDATE connection_sessions SET configVersion = 99 WHERE id = ?'],
    ])('ends though %s, and holds up no other', async (_, change) => {
      const config = await connecting.config();
      const started = [await connecting.apiSession(config), await connecting.apiSession(config)];
      for (const { url } of started) await connecting.connect(browser, url);
      await server.get(Sql).execute(change, [idToBytes(started[0]?.id ?? '')]);
      server.advance(601);
      expect(await server.get(ConnectSweep).sweep()).toBe(2);
      expect(await server.get(ConnectSweep).sweep()).toBe(0);
      expect(provider.callsOf('revoke')).toHaveLength(1);
    });
  });
});
