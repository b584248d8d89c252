import { createHash } from 'node:crypto';
import { ConfigsRepository } from '../../../src/connections/configs/configs.repository.js';
import { departureOf, responseOf } from '../../support/form-browser.js';
import { FAULTS } from '../../support/providers/provider-answer.js';
import { SuiteProvider } from '../../support/providers/suite-provider.js';
import type { Answer } from '../../support/requests.js';
import { refusal, RETURN_URL, suiteConfig, Vault, type ShownConfig } from './support.js';

const VERIFIER = 'a verifier that only the service knows: 0123456789'.replaceAll(/[ :]/g, '-');
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const AN_HOUR = 3600;

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

describe('what is wrong with a config is told when it is saved', () => {
  it.each([
    ['invalid_template', { tokenBody: '{"code": {{auth_code}' }],
    ['invalid', { tokenBody: '{"code": "{{nobody_knows_this}}"}' }],
    ['invalid_template', { linkUrl: 'https://{{params.x}}/authorize' }],
    ['invalid_path', { paths: { accessToken: '$..token' } }],
    ['invalid_path', { paths: { accessToken: '$.a[*]' } }],
  ])('400 %s for %j', async (code, change) => {
    const app = await vault.app({ slug: `faulty-${Math.random().toString(36).slice(2)}` });
    const answer = await vault.manage('POST', `/apps/${app}/oauth-configs`, suiteConfig(provider, change));
    expect(refusal(answer)).toEqual([400, code]);
    expect(answer.body['errors']).toEqual(
      expect.arrayContaining([{ field: expect.any(String), message: expect.any(String) }]),
    );
  });

  it('412 for a change of what somebody else has changed', async () => {
    const { appId, id } = await configOf();
    const path = `/apps/${appId}/oauth-configs/${id}`;
    const stale = { 'if-match': '"7"' };
    expect((await vault.manage('PATCH', path, { name: 'Other' }, stale)).status).toBe(412);
  });

  it('409 config_version_conflict for the second of two changes at the same moment', async () => {
    const { appId, id } = await configOf();
    const rows = vault.server.get(ConfigsRepository);
    Object.assign(rows, { advance: () => Promise.resolve(false) });
    const answer = await vault.manage('PATCH', `/apps/${appId}/oauth-configs/${id}`, { name: 'Other' });
    Reflect.deleteProperty(rows, 'advance');
    expect(refusal(answer)).toEqual([409, 'config_version_conflict']);
  });

  it('409 confirmation_required where refresh tokens would go to another host', async () => {
    const config = await configOf();
    await vault.connect(config.id, provider);
    const path = `/apps/${config.appId}/oauth-configs/${config.id}`;
    const change = { tokenUrl: 'https://elsewhere.example/token', clientSecret: 'entered-once-more' };
    expect(refusal(await vault.manage('PATCH', path, change))).toEqual([409, 'confirmation_required']);
  });
});

describe('what is wrong with the beginning of a connect', () => {
  it('400 param_invalid', async () => {
    const params = [{ name: 'shop', label: 'Shop', pattern: '[a-z]{1,9}' }];
    const { id } = await configOf({ params });
    const answer = await vault.post('/sessions', { config: id, params: { shop: 'NOT/a shop' } });
    expect(refusal(answer)).toEqual([400, 'param_invalid']);
  });

  it('403 return_url_not_allowed', async () => {
    const { id } = await configOf();
    const answer = await vault.post('/sessions', { config: id, returnUrl: 'https://evil.example/' });
    expect(refusal(answer)).toEqual([403, 'return_url_not_allowed']);
  });

  it('409 installation_incomplete, until the realm has filled in what is asked', async () => {
    const app = await vault.app({ slug: 'incomplete' });
    const setting = { name: 'client_id', level: 'realm', kind: 'text', required: true, prompt: 'install' };
    await vault.managed('POST', `/apps/${app}/settings`, setting);
    const { id } = await vault.config(suiteConfig(provider, { clientId: null }), app);
    expect(refusal(await vault.post('/sessions', { config: id }))).toEqual([409, 'installation_incomplete']);
    await vault.managed('POST', `/apps/${app}/install`, { values: { client_id: provider.client.clientId } });
    expect((await vault.post('/sessions', { config: id })).status).toBe(201);
  });

  it('409 connection_exists', async () => {
    const { id } = await configOf();
    await vault.connect(id, provider);
    expect(refusal(await vault.post('/sessions', { config: id }))).toEqual([409, 'connection_exists']);
  });

  it('410 session_expired at the page', async () => {
    const { connectUrl } = await vault.begin((await configOf()).id);
    vault.server.advance(31 * 60);
    const page = await vault.browser(provider).open(connectUrl);
    expect(page).toMatchObject({ kind: 'page', status: 410 });
  });
});

describe('what is wrong with its end', () => {
  const begun = async (configId: string, user = vault.user) => {
    const more = { userId: user.id, completionChallenge: CHALLENGE };
    const session = await vault.begin(configId, more, await vault.token(null));
    const browser = vault.browser(provider);
    const arrival = await vault.agree(browser, await vault.landing(browser, session.connectUrl, user));
    return { ...session, told: responseOf(arrival) };
  };
  const complete = async (sessionId: string, completionVerifier = VERIFIER): Promise<Answer> =>
    vault.post(`/sessions/${sessionId}/complete`, { completionVerifier }, await vault.token(null));

  it('403 binding_failed for who has another verifier, 410 state_used for who comes twice', async () => {
    const { sessionId, told } = await begun((await configOf()).id);
    expect(told).toMatchObject({ status: 'completion_required', session_id: sessionId });
    expect(refusal(await complete(sessionId, 'x'.repeat(43)))).toEqual([403, 'binding_failed']);
    expect((await complete(sessionId)).status).toBe(200);
    expect(refusal(await complete(sessionId))).toEqual([410, 'state_used']);
  });

  it('409 account_mismatch for who comes back with another account', async () => {
    const { id } = await configOf();
    const connectionId = await vault.connect(id, provider);
    provider.behave({ account: { id: 'account-2', name: 'eve@provider.example' } });
    const again = await vault.begin(
      id,
      { connectionId, userId: vault.user.id, completionChallenge: CHALLENGE },
      await vault.token(null),
    );
    const browser = vault.browser(provider);
    await vault.agree(browser, await vault.landing(browser, again.connectUrl));
    expect(refusal(await complete(again.sessionId))).toEqual([409, 'account_mismatch']);
    expect(await vault.connection(connectionId)).toMatchObject({ status: 'active', upstreamAccountId: 'account-1' });
  });

  it.each([
    ['access_denied', () => provider.behave({ denial: 'access_denied' })],
    ['token_missing', () => provider.fail('token', FAULTS.empty)],
    ['token_response_unreadable', () => provider.fail('token', FAULTS.page)],
    ['provider_error', () => provider.fail('token', FAULTS.down)],
    ['provider_error', () => provider.fail('token', FAULTS.toMetadataService)],
    ['provider_config_error', () => provider.fail('token', FAULTS.invalidClient)],
    ['provider_error', () => provider.fail('token', FAULTS.okWithError)],
  ])('the application is told: %s', async (error, goWrong) => {
    const { sessionId, connectUrl } = await vault.begin((await configOf()).id);
    const browser = vault.browser(provider);
    const page = await vault.landing(browser, connectUrl);
    goWrong();
    const arrival = await vault.agree(browser, page);
    expect(departureOf(arrival).url.href).toContain(RETURN_URL);
    expect(responseOf(arrival)).toEqual({ session_id: sessionId, status: 'failed', error });
    expect((await vault.call(`/sessions/${sessionId}`)).body).toMatchObject({ status: 'failed', failureCode: error });
  });
});
