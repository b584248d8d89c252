import { eventually } from '../../../support/eventually.js';
import { FAULTS, type Fault } from '../../../support/providers/provider-answer.js';
import type { Endpoint } from '../../../support/providers/provider-call.js';
import { SuiteProvider } from '../../../support/providers/suite-provider.js';
import type { Answer } from '../../../support/requests.js';
import { suiteConfig, Vault, type ShownConfig } from '../support.js';

const HALF_A_MINUTE = 31;
const CLOSED: Fault = {
  kind: 'answer',
  status: 401,
  headers: { 'x-kind': 'closed' },
  body: { message: 'Not for you.' },
};

describe('a token that an API refuses and that cannot be renewed', () => {
  let provider: SuiteProvider;
  let vault: Vault;
  let config: ShownConfig;
  let id: string;

  beforeAll(async () => {
    provider = await SuiteProvider.open();
    vault = await Vault.open([provider]);
  });
  beforeEach(() => provider.forget());
  afterAll(async () => {
    await vault.close();
    await provider.close();
  });

  const connected = async (change: Record<string, unknown> = {}): Promise<void> => {
    config = await vault.config(suiteConfig(provider, change));
    const { accessToken } = provider.grant();
    const imported = { config: config.id, userId: vault.user.id, accessToken };
    id = String((await vault.managed('POST', '/import', imported))['id']);
    await vault.managed('POST', `/apps/${config.appId}/requests`, { name: 'things', path: 'things' });
    vault.server.advance(HALF_A_MINUTE);
  };
  const byProxy = (): Promise<Answer> => vault.proxy(id, 'things');
  const bySavedRequest = (): Promise<Answer> => vault.post(`/${id}/requests/things`, {});
  const refusedOnce = (): Promise<Answer> => {
    provider.fail('api', CLOSED);
    return byProxy();
  };
  const called = async (endpoint: Endpoint): Promise<void> => {
    await eventually(() => expect(provider.callsOf(endpoint)).not.toEqual([]));
  };
  const tests = (): number => provider.callsOf('account').length;
  const state = async (): Promise<unknown[]> => {
    const { status, health, statusReason } = await vault.connection(id);
    return [status, health, statusReason];
  };
  const events = async (): Promise<unknown[]> => {
    const { items } = await vault.managed('GET', `/${id}/events`);
    return (items as { type: string }[]).map(({ type }) => type).reverse();
  };

  describe.each([
    ['through the proxy', byProxy],
    ['by a saved request', bySavedRequest],
  ])('%s', (_way, call) => {
    it('lives on where the test request is answered, and its caller gets what the API said', async () => {
      await connected();
      provider.fail('api', CLOSED);
      const answer = await call();
      expect([answer.status, answer.body, answer.headers.get('x-kind')]).toEqual([
        401,
        { message: 'Not for you.' },
        'closed',
      ]);
      expect(answer.headers.get('x-upstream-status')).toBe('401');
      expect(await state()).toEqual(['active', 'ok', null]);
      expect((await call()).status).toBe(200);
      expect(tests()).toBe(1);
    });

    it('is given up where the test request is refused too', async () => {
      await connected();
      provider.grants.expireAccessTokens();
      const answer = await call();
      expect([answer.status, answer.body['code']]).toEqual([424, 'reauth_required']);
      expect(await state()).toEqual(['needs_reauth', 'ok', 'token_rejected']);
      expect((await call()).status).toBe(424);
      expect(await events()).toEqual(['connection.created', 'connection.needs_reauth']);
    });

    it('is given up at the third refusal in a row where there is no test request', async () => {
      await connected({ testRequest: null });
      provider.fail('api', CLOSED, 2);
      expect([(await call()).status, (await call()).status]).toEqual([401, 401]);
      expect(await state()).toEqual(['active', 'failing', null]);
      expect((await call()).status).toBe(200);
      expect(await state()).toEqual(['active', 'ok', null]);
      provider.fail('api', CLOSED, 3);
      const answers = [await call(), await call(), await call()];
      expect(answers.map(({ status }) => status)).toEqual([401, 401, 424]);
      expect(await state()).toEqual(['needs_reauth', 'failing', 'token_rejected']);
      expect(await events()).toEqual([
        'connection.created',
        ...['connection.refresh_failing', 'connection.recovered', 'connection.refresh_failing'],
        'connection.needs_reauth',
      ]);
    });
  });

  it.each<[string, Fault]>([
    ['is down', FAULTS.down],
    ['hangs up', FAULTS.reset],
    ['answers something else', FAULTS.page],
    ['answers with an error of another kind', { kind: 'answer', status: 403, body: { error: 'no_such_scope' } }],
  ])('is not given up while who would be asked %s', async (_kind, fault) => {
    await connected();
    provider.fail('account', fault);
    expect((await refusedOnce()).status).toBe(401);
    expect(await state()).toEqual(['active', 'failing', null]);
    expect((await byProxy()).status).toBe(200);
    expect(await state()).toEqual(['active', 'ok', null]);
    expect(await events()).toEqual(['connection.created', 'connection.refresh_failing', 'connection.recovered']);
  });

  it('is never given up while nobody who could say so answers', async () => {
    await connected();
    provider.fail('account', FAULTS.down, 5);
    for (let refusal = 0; refusal < 5; refusal++) {
      expect((await refusedOnce()).status).toBe(401);
      vault.server.advance(HALF_A_MINUTE);
    }
    expect([await state(), tests()]).toEqual([['active', 'failing', null], 5]);
    expect((await refusedOnce()).status).toBe(401);
    expect(await state()).toEqual(['active', 'ok', null]);
  });

  it('is asked after once in half a minute, be its callers ever so many', async () => {
    await connected();
    provider.fail('api', CLOSED, 12);
    const answers = await Promise.all(Array.from({ length: 10 }, byProxy));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect([(await byProxy()).status, tests()]).toEqual([401, 1]);
    vault.server.advance(HALF_A_MINUTE);
    expect([(await byProxy()).status, tests()]).toEqual([401, 2]);
  });

  it('is judged by what the config knows refusals by, in the answer to the test too', async () => {
    await connected({ rejectedWhen: { statuses: [], path: '$.code', equals: '40001' } });
    const refusal: Fault = { kind: 'answer', status: 200, body: { code: 40001 } };
    provider.fail('api', refusal, 2);
    expect((await byProxy()).status).toBe(200);
    expect(await state()).toEqual(['active', 'ok', null]);
    vault.server.advance(HALF_A_MINUTE);
    provider.fail('account', refusal);
    expect((await byProxy()).status).toBe(424);
    expect(await state()).toEqual(['needs_reauth', 'ok', 'token_rejected']);
  });

  it('is at its end whatever is said of it, once its life is over', async () => {
    provider.behave({ refreshTokens: 'none', expiresIn: 60 });
    config = await vault.config(suiteConfig(provider));
    id = await vault.connect(config.id, provider);
    provider.forget();
    vault.server.advance(HALF_A_MINUTE);
    provider.grants.expireAccessTokens();
    provider.fail('api', { kind: 'held', until: called('api').then(() => vault.server.advance(HALF_A_MINUTE)) });
    expect((await byProxy()).status).toBe(424);
    expect([await state(), tests()]).toEqual([['needs_reauth', 'ok', 'expired'], 0]);
  });

  it('is replaced, not given up, where its owner connects anew while it is asked after', async () => {
    await connected();
    provider.grants.expireAccessTokens();
    const anew = called('account').then(() => vault.connect(config.id, provider, { more: { connectionId: id } }));
    provider.fail('account', { kind: 'held', until: anew });
    expect((await byProxy()).status).toBe(200);
    expect(await anew).toBe(id);
    expect(await state()).toEqual(['active', 'ok', null]);
  });

  it('is neither renewed nor given up by hand', async () => {
    await connected();
    const answer = await vault.manage('POST', `/${id}/refresh`);
    expect([answer.status, answer.body['reason']]).toEqual([424, 'no_refresh_token']);
    expect(await state()).toEqual(['active', 'ok', null]);
  });

  it('works again once an administrator has found it to', async () => {
    await connected();
    provider.fail('account', FAULTS.down);
    await refusedOnce();
    expect(await state()).toEqual(['active', 'failing', null]);
    expect((await vault.manage('POST', `/${id}/test`)).status).toBe(200);
    expect(await state()).toEqual(['active', 'ok', null]);
  });
});
