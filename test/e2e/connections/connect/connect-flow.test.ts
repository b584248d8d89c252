import { ConnectionEvents } from '../../../../src/connections/events/connection-events.service.js';
import { ConnectionsService } from '../../../../src/connections/vault/connections.service.js';
import { AppSettings } from '../../../../src/connections/apps/app-settings.service.js';
import { SettingsValues } from '../../../../src/connections/apps/settings-values.service.js';
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
});
