import { sha256 } from '../../../../src/kernel/digest.js';
import { without } from '../../../../src/kernel/without.js';
import { pageOf, responseOf } from '../../../support/form-browser.js';
import { SuiteProvider } from '../../../support/providers/suite-provider.js';
import { suiteConfig, Vault, type ShownConfig } from '../support.js';

const TWO_HOURS = 7200;
const VERIFIER = 'a-verifier-that-only-the-service-has-made-up-of-chance';

describe('scopes that a config requires', () => {
  let provider: SuiteProvider;
  let vault: Vault;
  let config: ShownConfig;

  beforeAll(async () => {
    provider = await SuiteProvider.open();
    vault = await Vault.open([provider]);
  });
  beforeEach(async () => {
    provider.forget();
    config = await vault.config(suiteConfig(provider, { scopes: ['read', 'write'], requiredScopes: ['write'] }));
  });
  afterAll(async () => {
    await vault.close();
    await provider.close();
  });

  const connections = async (): Promise<unknown[]> =>
    (await vault.managed('GET', `?config=${config.id}`))['items'] as unknown[];
  const eventsOf = async (id: string): Promise<Record<string, unknown>[]> =>
    ((await vault.managed('GET', `/${id}/events`))['items'] as Record<string, unknown>[]).reverse();
  const isRevoked = (): boolean | undefined => provider.grants.all.at(-1)?.revoked;
  const connectedOnce = (more: Record<string, unknown> = {}): Promise<string> =>
    vault.connect(config.id, provider, { more });

  it('are among those that are asked for', async () => {
    const path = `/apps/${config.appId}/oauth-configs/${config.id}`;
    expect((await vault.managed('GET', path))['requiredScopes']).toEqual(['write']);
    for (const change of [{ requiredScopes: ['admin'] }, { scopes: ['read'] }, { requiredScopes: 'write' }]) {
      const answer = await vault.manage('PATCH', path, change);
      expect([answer.status, answer.body['errors']]).toEqual([
        400,
        [expect.objectContaining({ field: 'requiredScopes' })],
      ]);
    }
  });

  it('come with an import', async () => {
    const { id, appId } = config;
    const pasted = { ...suiteConfig(provider), scopes: ['read', 'write'], required_scopes: ['read'] };
    const report = await vault.managed('POST', `/apps/${appId}/oauth-configs/import?dryRun=true`, pasted);
    expect(report['imported']).toMatchObject({ definition: { requiredScopes: ['read'] } });
    const tokens = { config: id, userId: vault.user.id, accessToken: 'from-elsewhere' };
    const refused = await vault.manage('POST', '/import', { ...tokens, scopes: ['read'] });
    expect([refused.status, refused.body['code']]).toEqual([422, 'import_incomplete']);
    expect((await vault.manage('POST', '/import', { ...tokens, scopes: ['write'] })).status).toBe(201);
  });

  it('are missing: nothing is connected, the provider and who began it are told, and the next try counts', async () => {
    provider.behave({ grantedScope: ['read'] });
    const { sessionId, connectUrl } = await vault.begin(config.id);
    const browser = vault.browser(provider);
    const arrival = await vault.agree(browser, await vault.landing(browser, connectUrl));
    expect(responseOf(arrival)).toEqual({ session_id: sessionId, status: 'failed', error: 'scope_missing' });
    const told = { status: 'failed', failureCode: 'scope_missing', connectionId: null };
    expect((await vault.call(`/sessions/${sessionId}`)).body).toMatchObject(told);
    expect([await connections(), isRevoked()]).toEqual([[], true]);
    provider.forget();
    expect(await connectedOnce()).toEqual(expect.any(String));
  });

  it('are missing where a service began: there is nothing to complete', async () => {
    provider.behave({ grantedScope: ['read'] });
    const more = { userId: vault.user.id, completionChallenge: sha256(VERIFIER).toString('base64url') };
    const { sessionId, connectUrl } = await vault.begin(config.id, more, await vault.token(null));
    const browser = vault.browser(provider);
    expect(responseOf(await vault.agree(browser, await vault.landing(browser, connectUrl)))['error']).toBe(
      'scope_missing',
    );
    const proof = { completionVerifier: VERIFIER };
    const completed = await vault.post(`/sessions/${sessionId}/complete`, proof, await vault.token(null));
    expect([completed.status, isRevoked()]).toEqual([409, true]);
  });

  it('are missing: who connects at the account page reads what to do', async () => {
    provider.behave({ grantedScope: ['read'] });
    const browser = vault.browser(provider);
    const services = `${vault.server.issuer(vault.realm.name)}/account/services`;
    const page = await vault.landing(browser, services);
    const landing = pageOf(await browser.submit(page, {}, { button: ['connect', config.id] }));
    expect(pageOf(await vault.agree(browser, landing)).html).toContain('You did not allow everything');
    expect(await connections()).toEqual([]);
  });

  it('are lost with a refresh: its tokens are kept, and the owner has to grant them anew', async () => {
    const id = await connectedOnce();
    provider.behave({ grantedScope: ['read'] });
    vault.server.advance(TWO_HOURS);
    const refused = await vault.proxy(id, 'things');
    expect([refused.status, refused.body]).toMatchObject([424, { code: 'reauth_required', reason: 'scope_lost' }]);
    expect(await vault.connection(id)).toMatchObject({
      ...{ status: 'needs_reauth', statusReason: 'scope_lost', health: 'ok' },
      ...{ grantedScopes: ['read'], missingScopes: ['write'], failCount: 0 },
    });
    const [created, ...atOnce] = await eventsOf(id);
    expect(created).toMatchObject({ type: 'connection.created' });
    expect(atOnce.sort((a, b) => String(a['type']).localeCompare(String(b['type'])))).toMatchObject([
      { type: 'connection.needs_reauth', detail: { reason: 'scope_lost', scopes: ['write'] } },
      { type: 'connection.scopes_changed', detail: { grantedScopes: ['read'], missingScopes: ['write'] } },
    ]);
    expect((await vault.proxy(id, 'things')).status).toBe(424);
    expect(provider.tokenCalls('refresh_token')).toHaveLength(1);
    const browser = vault.browser(provider);
    const again = String(refused.body['connect_url']);
    const told = pageOf(await vault.agree(browser, await vault.landing(browser, again)));
    expect(told.html).toContain('You did not allow everything');
    expect((await vault.connection(id))['status']).toBe('needs_reauth');
    provider.forget();
    expect(await connectedOnce({ connectionId: id })).toBe(id);
    expect((await vault.proxy(id, 'things')).status).toBe(200);
  });

  it('are not lost with others, nor with a refresh that names none', async () => {
    const id = await connectedOnce();
    provider.behave({ grantedScope: ['write'] });
    vault.server.advance(TWO_HOURS);
    expect((await vault.proxy(id, 'things')).status).toBe(200);
    expect(await vault.connection(id)).toMatchObject({ status: 'active', missingScopes: ['read'] });
    provider.behave({ grantedScope: null, shape: (answer) => without(answer, 'scope') });
    vault.server.advance(TWO_HOURS);
    expect((await vault.proxy(id, 'things')).status).toBe(200);
    expect(await vault.connection(id)).toMatchObject({ status: 'active', grantedScopes: ['write'] });
  });

  it('that are new are wanted of those that lack them from their next refresh on', async () => {
    const id = await connectedOnce();
    const path = `/apps/${config.appId}/oauth-configs/${config.id}`;
    await vault.managed('PATCH', path, { scopes: ['read', 'write', 'admin'], requiredScopes: ['admin'] });
    expect((await vault.proxy(id, 'things')).status).toBe(200);
    vault.server.advance(TWO_HOURS);
    expect((await vault.proxy(id, 'things')).status).toBe(424);
    expect((await vault.connection(id))['statusReason']).toBe('scope_lost');
  });
});
