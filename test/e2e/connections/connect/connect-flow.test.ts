import { ConnectSweep } from '../../../../src/connections/connect/connect-sweep.service.js';
import { AppsService } from '../../../../src/connections/apps/apps.service.js';
import { Installations } from '../../../../src/connections/apps/installations.service.js';
import { ConnectionEvents } from '../../../../src/connections/events/connection-events.service.js';
import { ConnectionsService } from '../../../../src/connections/vault/connections.service.js';
import { AppSettings } from '../../../../src/connections/apps/app-settings.service.js';
import { SettingsValues } from '../../../../src/connections/apps/settings-values.service.js';
import { Sql } from '../../../../src/database/sql.js';
import { idToBytes } from '../../../../src/kernel/ids.js';
import { aUser } from '../../../support/builders.js';
import { departureOf, pageOf, responseOf } from '../../../support/form-browser.js';
import { Connecting, RETURN_URL } from '../../../support/connecting.js';
import { fieldsOf } from '../../../support/providers/provider-call.js';
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

  it('links the account of a signed-in user, and goes back to the application', async () => {
    const config = await connecting.config();
    const { id, url } = await connecting.userSession(config);
    await connecting.signIn(browser);
    const arrival = await connecting.connect(browser, url);
    const [connection] = await connecting.connections();
    expect(departureOf(arrival).url.href.split('?')[0]).toBe(RETURN_URL);
    expect(responseOf(arrival)).toEqual({ session_id: id, status: 'connected', connection_id: connection?.id });
    expect(connection).toMatchObject({
      configId: config.id,
      owner: { kind: 'user', userId: connecting.user.id },
      upstreamAccountId: 'account-1',
      upstreamLabel: 'ada@provider.example',
      status: 'active',
      grantedScopes: ['read', 'write'],
    });
  });

  it('goes to the provider with state, PKCE, the config’s own callback and its scopes', async () => {
    const config = await connecting.config({ scopeSeparator: ',' });
    const { url } = await connecting.userSession(config);
    await connecting.signIn(browser);
    await connecting.connect(browser, url);
    const [call] = provider.callsOf('authorize');
    const asked = Object.fromEntries(new URL(call!.url, provider.url).searchParams);
    expect(asked).toMatchObject({
      response_type: 'code',
      client_id: provider.client.clientId,
      redirect_uri: `${server.url}/connect/callback/${config.publicKey}`,
      scope: 'read,write',
      code_challenge_method: 'S256',
    });
    expect(asked['state']).toMatch(/^[\w-]{43}$/);
    expect(asked['code_challenge']).toMatch(/^[\w-]{43}$/);
    expect(fieldsOf(provider.tokenCalls('authorization_code')[0]!)).toMatchObject({
      redirect_uri: asked['redirect_uri'],
      code_verifier: expect.stringMatching(/^[\w-]{43}$/) as string,
    });
  });

  it('tells on its page what is linked to whom, and lets its form lead nowhere else', async () => {
    const { url } = await connecting.userSession(await connecting.config());
    await connecting.signIn(browser);
    const page = pageOf(await browser.open(url));
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain(`form-action 'self' ${provider.url} ${new URL(RETURN_URL).origin};`);
    expect(policy).toContain("default-src 'none'");
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    for (const told of [connecting.user.email!, new URL(provider.url).host, 'read', 'write'])
      expect(page.html).toContain(told);
  });

  it('asks who is not signed in to sign in first', async () => {
    const { url } = await connecting.userSession(await connecting.config());
    const tab = connecting.tabOf(browser);
    const login = pageOf(await tab.open(url));
    expect(login.url.pathname).toBe(`/realms/${connecting.realm.name}/login`);
    const { username, password } = connecting.user;
    const page = pageOf(await tab.submit(login, { username, password }));
    expect(page.url.href).toBe(url);
  });

  it('takes an answer that the provider has the browser post', async () => {
    provider.behave({ responseMode: 'form_post' });
    const { url } = await connecting.userSession(await connecting.config());
    await connecting.signIn(browser);
    const page = pageOf(await connecting.connect(browser, url));
    const arrival = await browser.submit(page);
    expect(responseOf(arrival)['status']).toBe('connected');
    expect(await connecting.connections()).toHaveLength(1);
  });

  it('keeps nothing when the user says no, here or at the provider', async () => {
    const config = await connecting.config();
    await connecting.signIn(browser);
    const here = await connecting.userSession(config);
    const page = pageOf(await browser.open(here.url));
    const declined = await browser.submit(page, {}, { button: ['decision', 'deny'] });
    expect(responseOf(declined)).toMatchObject({ status: 'failed', error: 'access_denied' });
    provider.behave({ denial: 'access_denied' });
    const there = await connecting.userSession(config, { errorUrl: RETURN_URL });
    expect(responseOf(await connecting.connect(browser, there.url))).toMatchObject({ error: 'access_denied' });
    expect([connecting.exchanges(), await connecting.connections()]).toEqual([0, []]);
    const told = await connecting.api(`/sessions/${there.id}`, await connecting.tokenOf());
    expect(told.body).toMatchObject({ status: 'failed', failureCode: 'access_denied', connectionId: null });
  });

  it('tells the code of a provider that refuses, and nothing else of its answer', async () => {
    provider.behave({ shape: () => ({ error: 'invalid_scope', error_description: 'secret details' }) });
    const { url } = await connecting.userSession(await connecting.config());
    await connecting.signIn(browser);
    const { url: back } = departureOf(await connecting.connect(browser, url));
    expect(back.searchParams.get('error')).toBe('provider_config_error');
    expect(back.href).not.toContain('details');
  });

  it('keeps the connection when it is authorized anew, and refuses another account for it', async () => {
    const config = await connecting.config();
    await connecting.signIn(browser);
    await connecting.connect(browser, (await connecting.userSession(config)).url);
    const [first] = await connecting.connections();
    const again = await connecting.userSession(config, { connectionId: first!.id });
    expect(responseOf(await connecting.connect(browser, again.url))['connection_id']).toBe(first!.id);
    provider.behave({ account: { id: 'account-2', name: 'eve@provider.example' } });
    const other = await connecting.userSession(config, { connectionId: first!.id });
    expect(responseOf(await connecting.connect(browser, other.url))).toMatchObject({ error: 'account_mismatch' });
    expect((await connecting.connections()).map(({ upstreamAccountId }) => upstreamAccountId)).toEqual(['account-1']);
  });

  it('switches nothing on that an administrator has switched off', async () => {
    const config = await connecting.config();
    await connecting.signIn(browser);
    await connecting.connect(browser, (await connecting.userSession(config)).url);
    const [connection] = await connecting.connections();
    const begun = await connecting.userSession(config, { connectionId: connection!.id });
    await server.get(ConnectionsService).disable(connecting.realm, connection!, {});
    expect(responseOf(await connecting.connect(browser, begun.url))).toMatchObject({ error: 'conflict' });
    const body = { config: config.id, connectionId: connection!.id };
    const refused = await connecting.api('/sessions', await connecting.tokenOf(), 'POST', body);
    expect([refused.status, (await connecting.connections())[0]?.status]).toEqual([409, 'disabled']);
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

  it('tells of what came of it, and of what did not', async () => {
    const config = await connecting.config();
    await connecting.signIn(browser);
    provider.behave({ denial: 'access_denied' });
    const failed = await connecting.userSession(config);
    await connecting.connect(browser, failed.url);
    provider.forget();
    await connecting.connect(browser, (await connecting.userSession(config)).url);
    const { items } = await server.get(ConnectionEvents).list(connecting.realm, { configId: config.id }, { limit: 9 });
    expect(items).toMatchObject([
      { type: 'connection.created', userId: connecting.user.id },
      { type: 'connect.failed', detail: { session: failed.id, reason: 'access_denied' } },
    ]);
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

  it('asks for what the provider’s address needs, and says what does not fit', async () => {
    const params = [{ name: 'region', label: 'Region', pattern: 'eu|us' }];
    const config = await connecting.config({ linkUrl: `${provider.url}/authorize?region={{params.region}}`, params });
    await connecting.signIn(browser);
    const { url } = await connecting.userSession(config);
    const refused = pageOf(await connecting.connect(browser, url, { 'params.region': 'moon' }));
    expect(refused.html).toContain('This does not have the form that is asked for.');
    expect(refused.forms[0]?.fields['params.region']).toBe('moon');
    const arrival = await browser.submit(refused, { 'params.region': 'eu' }, { button: ['decision', 'allow'] });
    expect(responseOf(arrival)['status']).toBe('connected');
    expect((await connecting.connections())[0]?.params).toEqual({ region: 'eu' });
  });

  it('keeps a user’s setting once something came of it', async () => {
    const config = await connecting.config();
    const setting = { name: 'team', level: 'user', kind: 'secret', required: true, prompt: 'use' } as const;
    await server.get(AppSettings).create(connecting.realm, config.appId, setting);
    await connecting.signIn(browser);
    const entered = async () =>
      (await server.get(SettingsValues).resolve(connecting.realm, config, connecting.user.id)).secrets;
    const { url } = await connecting.userSession(config);
    const page = pageOf(await browser.open(url));
    expect(page.html).toMatch(/name="settings.team"[^>]*type="password"/);
    provider.behave({ denial: 'access_denied' });
    await browser.submit(page, { 'settings.team': 's3cret' }, { button: ['decision', 'allow'] });
    expect(await entered()).toEqual({});
    provider.forget();
    await connecting.connect(browser, (await connecting.userSession(config)).url, { 'settings.team': 's3cret' });
    expect(await entered()).toEqual({ team: { value: 's3cret', hosts: [new URL(provider.url).host] } });
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
