import { responseOf } from '../../support/form-browser.js';
import { FAULTS, type Fault } from '../../support/providers/provider-answer.js';
import { SuiteProvider } from '../../support/providers/suite-provider.js';
import { aUser, type BuiltUser } from '../../support/builders.js';
import { refusal, RETURN_URL, suiteConfig, Vault, type ShownConfig } from './support.js';

const AN_HOUR = 3600;
const UNKNOWN = '01900000-0000-7000-8000-000000000000';

let provider: SuiteProvider;
let vault: Vault;

beforeAll(async () => {
  provider = await SuiteProvider.open();
  vault = await Vault.open([provider], { CONN_HTTP_TIMEOUT_MS: '400', CONN_LEASE_SECONDS: '2' });
});
afterEach(() => {
  provider.forget();
  // One user begins more connections here than an hour allows.
  vault.server.advance(AN_HOUR);
});
afterAll(async () => {
  await vault.close();
  await provider.close();
});

const configOf = (change: Record<string, unknown> = {}): Promise<ShownConfig> =>
  vault.config(suiteConfig(provider, change));
const connected = async (change: Record<string, unknown> = {}): Promise<string> =>
  vault.connect((await configOf(change)).id, provider);

describe('what is wrong with the use of a connection', () => {
  let other: BuiltUser;
  beforeAll(async () => {
    other = await aUser(vault.server, vault.realm);
  });

  it('404 connection_not_found for none, and for one of somebody else', async () => {
    const id = await connected({ tokenRelease: 'owner' });
    const token = await vault.token(other);
    for (const unknown of [id, UNKNOWN, 'no-id']) {
      const answers = [
        await vault.proxy(unknown, 'things', { token }),
        await vault.call(`/${unknown}/token`, { token }),
        await vault.call(`/${unknown}`, { token }),
        await vault.call(`/${unknown}`, { token, method: 'DELETE' }),
      ];
      expect(answers.map(refusal)).toEqual(answers.map(() => [404, 'connection_not_found']));
    }
  });

  it('403 not_owner for who would disconnect what is shared', async () => {
    const app = await vault.app({ slug: 'shared', memberUse: true });
    const config = await vault.config(suiteConfig(provider, { connectionLevel: 'realm' }), app);
    const tokens = provider.grant();
    const body = { config: config.id, accessToken: tokens.accessToken };
    const { id } = await vault.managed('POST', '/import', body);
    expect(refusal(await vault.call(`/${String(id)}`, { method: 'DELETE' }))).toEqual([403, 'not_owner']);
  });

  it('403 token_release_denied where the config keeps tokens in', async () => {
    const id = await connected();
    const token = await vault.token(null);
    expect(refusal(await vault.call(`/${id}/token`, { token }))).toEqual([403, 'token_release_denied']);
  });

  it('400 invalid_path at the proxy', async () => {
    const id = await connected();
    expect(refusal(await vault.proxy(id, 'a//b'))).toEqual([400, 'invalid_path']);
  });

  it('400 template_missing_value for a saved request whose setting has no value', async () => {
    const app = await vault.app({ slug: 'saved' });
    await vault.managed('POST', `/apps/${app}/settings`, { name: 'team', level: 'realm', kind: 'text' });
    await vault.managed('POST', `/apps/${app}/requests`, { name: 'things', path: 'teams/{{settings.team}}' });
    const { id } = await vault.config(suiteConfig(provider), app);
    const connection = await vault.connect(id, provider);
    expect(refusal(await vault.post(`/${connection}/requests/things`, {}))).toEqual([400, 'template_missing_value']);
    await vault.managed('POST', `/apps/${app}/install`, { values: { team: 'blue' } });
    const { status, body } = await vault.post(`/${connection}/requests/things`, {});
    expect([status, body['url']]).toEqual([200, '/api/teams/blue']);
  });

  it('422 import_incomplete for a token that ends and cannot be renewed', async () => {
    const { id } = await configOf();
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const body = { config: id, userId: vault.user.id, accessToken: 'abc', expiresAt };
    expect(refusal(await vault.manage('POST', '/import', body))).toEqual([422, 'import_incomplete']);
  });

  it('424 reauth_required for a dead grant, with the way to a new one that keeps the connection', async () => {
    const config = await configOf();
    const id = await vault.connect(config.id, provider);
    const grant = provider.grants.all.at(-1);
    if (grant) provider.grants.revoke(grant);
    vault.server.advance(7200);
    const answer = await vault.proxy(id, 'things');
    expect(refusal(answer)).toEqual([424, 'reauth_required']);
    expect(await vault.connection(id)).toMatchObject({ status: 'needs_reauth' });
    const browser = vault.browser(provider);
    await vault.agree(browser, await vault.landing(browser, String(answer.body['connect_url'])));
    expect((await vault.proxy(id, 'things')).status).toBe(200);
  });

  it('424 reauth_required with another link once somebody has used the one that was told', async () => {
    const config = await configOf();
    const id = await vault.connect(config.id, provider);
    const lostLink = async (): Promise<string> => {
      const grant = provider.grants.all.at(-1);
      if (grant) provider.grants.revoke(grant);
      vault.server.advance(60);
      return String((await vault.proxy(id, 'things')).body['connect_url']);
    };
    const first = await lostLink();
    const browser = vault.browser(provider);
    await vault.agree(browser, await vault.landing(browser, first));
    expect((await vault.proxy(id, 'things')).status).toBe(200);
    const second = await lostLink();
    expect(second).not.toBe(first);
    await vault.agree(browser, await vault.landing(browser, second));
    expect((await vault.proxy(id, 'things')).status).toBe(200);
  });

  it('424 reauth_required for the first call of an app, which starts the connect; the next one is made by it', async () => {
    const app = await vault.app({ slug: 'by-name' });
    await vault.managed('POST', `/apps/${app}/requests`, { name: 'things', path: 'things', query: { page: '2' } });
    const { id } = await vault.config(suiteConfig(provider), app);
    const first = await vault.post(`/${id}/requests/things`, { returnUrl: RETURN_URL });
    expect(refusal(first)).toEqual([424, 'reauth_required']);
    const browser = vault.browser(provider);
    const page = await vault.landing(browser, String(first.body['connect_url']));
    expect(responseOf(await vault.agree(browser, page))).toMatchObject({ status: 'connected' });
    const { status, body } = await vault.post(`/${id}/requests/things`, {});
    expect([status, body['url']]).toEqual([200, '/api/things?page=2']);
  });

  it('424 provider_config_error where the provider refuses the client, and the connection is left as it is', async () => {
    const config = await configOf();
    const id = await vault.connect(config.id, provider);
    provider.fail('token', FAULTS.invalidClient);
    vault.server.advance(7200);
    const answer = await vault.proxy(id, 'things');
    expect(refusal(answer)).toEqual([424, 'provider_config_error']);
    expect(answer.body['provider_error_code']).toBe('invalid_client');
    expect(await vault.connection(id)).toMatchObject({ status: 'active' });
    const path = `/apps/${config.appId}/oauth-configs/${config.id}`;
    expect(await vault.managed('GET', path)).toMatchObject({ status: 'unhealthy' });
  });

  it('429 rate_limited for who refreshes by hand again and again', async () => {
    const id = await connected();
    vault.server.advance(60);
    expect((await vault.manage('POST', `/${id}/refresh`)).status).toBe(200);
    const again = await vault.manage('POST', `/${id}/refresh`);
    expect(refusal(again)).toEqual([429, 'rate_limited']);
    expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it.each<[number, string, Fault]>([
    [502, 'provider_error', FAULTS.down],
    [502, 'provider_error', FAULTS.toMetadataService],
    [504, 'provider_timeout', { kind: 'late', ms: 1500 }],
    [504, 'provider_timeout', { kind: 'drip', ms: 50 }],
    [422, 'token_missing', FAULTS.empty],
    [422, 'token_response_unreadable', FAULTS.page],
  ])('%i %s when the provider answers a refresh so', async (status, code, fault) => {
    const id = await connected();
    provider.behave({ refreshTokens: 'keep' });
    provider.fail('token', fault, 9);
    vault.server.advance(7200);
    expect(refusal(await vault.proxy(id, 'things'))).toEqual([status, code]);
    expect(await vault.connection(id)).toMatchObject({ status: 'active', health: 'failing' });
    provider.forget();
    vault.server.advance(3600);
    expect((await vault.proxy(id, 'things')).status).toBe(200);
    expect(await vault.connection(id)).toMatchObject({ status: 'active', health: 'ok' });
  });

  it('502 provider_error for an API that hangs up', async () => {
    const id = await connected();
    provider.fail('api', FAULTS.reset);
    expect(refusal(await vault.proxy(id, 'things'))).toEqual([502, 'provider_error']);
  });
});
