import { CONFIG_DEFAULTS, STANDARD_PATHS, type ConnectionConfig } from '../configs/config.types.js';
import { tokensIn } from './provider-answer.js';
import { ProviderError } from './provider.types.js';

const NOW = Date.UTC(2026, 0, 1);
const config = (changes: Partial<ConnectionConfig> = {}): ConnectionConfig =>
  ({ ...CONFIG_DEFAULTS, linkUrl: '', tokenUrl: '', ...changes }) as ConnectionConfig;
const answer = (body: unknown, status = 200, headers: Record<string, string> = {}) => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const TOKENS = { access_token: 'a1', refresh_token: 'r1', expires_in: 60, token_type: 'bearer', scope: 'read write' };

const failureOf = (...parameters: Parameters<typeof tokensIn>): ProviderError => {
  try {
    tokensIn(...parameters);
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
  throw new Error('It was taken.');
};

describe('tokens in an answer', () => {
  it('are read as RFC 6749 has them', () => {
    expect(tokensIn(config(), answer(TOKENS), NOW)).toMatchObject({
      accessToken: 'a1',
      refreshToken: 'r1',
      expiresAt: NOW + 60_000,
      tokenType: 'Bearer',
      scopes: ['read', 'write'],
    });
  });

  it('are read from a form', () => {
    const form = answer('access_token=a1&scope=read%2Cwrite', 200, { 'content-type': 'text/plain' });
    expect(tokensIn(config(), form, NOW)).toMatchObject({
      accessToken: 'a1',
      refreshToken: null,
      scopes: ['read', 'write'],
    });
  });

  it('are read by the paths of the config, and so is what is kept beside them', () => {
    const paths = { ...STANDARD_PATHS, accessToken: '$.authed_user.access_token', scope: '$.authed_user.scopes' };
    const metaMap = { team: '$.team.id', realm: '$.realmId', none: '$.nothing' };
    const slack = { authed_user: { access_token: 'xoxp', scopes: ['a', 'b'] }, team: { id: 7 } };
    const tokens = tokensIn(config({ paths, metaMap }), answer(slack), NOW, { callback: { realmId: '42', query: {} } });
    expect(tokens).toMatchObject({ accessToken: 'xoxp', scopes: ['a', 'b'], meta: { team: '7', realm: '42' } });
  });

  it.each([
    [{ error: 'invalid_grant' }, 400, 'terminal', 'invalid_grant'],
    [{ error: 'invalid_grant' }, 200, 'terminal', 'invalid_grant'],
    [{ error: 'token_revoked' }, 400, 'terminal', 'token_revoked'],
    [{ error: 'invalid_client' }, 401, 'config', 'invalid_client'],
    [{ error: 'incorrect_client_credentials' }, 200, 'config', 'incorrect_client_credentials'],
    [{ error: 'invalid_scope' }, 400, 'config', 'invalid_scope'],
    [{ error: 'temporarily_unavailable' }, 400, 'transient', 'temporarily_unavailable'],
    [{ error: 'something "new" <b>' }, 400, 'transient', 'unknown_error'],
    [{}, 500, 'transient', 'http_500'],
    [{}, 403, 'transient', 'http_403'],
    ['<h1>Bad gateway</h1>', 502, 'transient', 'http_502'],
    ['<h1>Hello</h1>', 200, 'unusable', 'token_response_unreadable'],
    [{}, 200, 'unusable', 'token_missing'],
    [{ access_token: '' }, 200, 'unusable', 'token_missing'],
    [{ access_token: { deep: 1 } }, 200, 'unusable', 'token_missing'],
    [[], 200, 'unusable', 'token_missing'],
    ['null', 200, 'unusable', 'token_missing'],
  ])('%j with %d is %s', (body, status, failure, code) => {
    expect(failureOf(config({ terminalErrors: ['token_revoked'] }), answer(body, status), NOW)).toMatchObject({
      failure,
      code,
    });
  });

  it('pass the test of the config', () => {
    const slack = config({ successWhen: { path: '$.ok', equals: 'true' }, terminalErrors: ['token_expired'] });
    expect(tokensIn(slack, answer({ ...TOKENS, ok: true }), NOW).accessToken).toBe('a1');
    expect(failureOf(slack, answer({ ...TOKENS, ok: false }), NOW).failure).toBe('transient');
    expect(failureOf(slack, answer({ ok: false, error: 'token_expired' }), NOW).failure).toBe('terminal');
  });

  it.each([
    ['7', 7000],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['999999', 3_600_000],
    ['soon', null],
    ['0', null],
  ])('come later: Retry-After %s', (header, ms) => {
    const failure = failureOf(config(), answer({ error: 'slow_down' }, 429, { 'retry-after': header }), NOW);
    expect(failure.more.retryAfterMs).toBe(ms);
  });

  it('leave nothing of themselves in an error', () => {
    const failure = failureOf(config(), answer({ error: 'planted secret', access_token: 'planted' }, 400), NOW);
    expect(JSON.stringify([failure.message, failure.code, failure.more])).not.toContain('planted');
  });

  const REFRESH = 'refresh-token-of-one';
  const ACCESS = 'access-token-of-one';
  const BOTH = { access_token: ACCESS, refresh_token: REFRESH };

  it.each([
    ['a refresh token', '$.refresh_token', BOTH],
    ['an access token', '$.access_token', BOTH],
    ['a refresh token further down', '$.user.refresh_token', { ...BOTH, user: { refresh_token: 'of-another-one' } }],
    ['one within a text', '$.url', { ...BOTH, url: `https://a.example/?t=${REFRESH}` }],
    ['one in base64', '$.echo', { ...BOTH, echo: Buffer.from(REFRESH).toString('base64') }],
    ['one at a place of its own', '$.rt', { access_token: ACCESS, rt: REFRESH }],
  ])('are not kept unsealed: %s', (_, path, body) => {
    const refreshToken = path === '$.rt' ? path : '$.refresh_token';
    const paths = { ...STANDARD_PATHS, refreshToken, scope: path, tokenType: path };
    const tokens = tokensIn(config({ paths, metaMap: { x: path, y: '$.none' } }), answer(body), NOW);
    expect(tokens).toMatchObject({ scopes: null, tokenType: 'Bearer', meta: {}, refreshToken: REFRESH });
  });

  it('are not among the scopes, and cut at no comma', () => {
    const body = (scope: unknown) => answer({ access_token: ACCESS, refresh_token: 'first-half,second-half', scope });
    expect(tokensIn(config(), body(['read', ACCESS]), NOW).scopes).toBeNull();
    expect(tokensIn(config(), body('first-half,second-half'), NOW).scopes).toBeNull();
    expect(tokensIn(config(), body('first,second'), NOW).scopes).toEqual(['first', 'second']);
  });

  it('are not an error code', () => {
    const failing = config({ paths: { ...STANDARD_PATHS, error: '$.refresh_token' } });
    expect(failureOf(failing, answer(BOTH), NOW).code).toBe('unknown_error');
    const held = { accessToken: ACCESS, refreshToken: REFRESH };
    expect(failureOf(config(), answer({ error: REFRESH }, 400), NOW, { held }).code).toBe('unknown_error');
  });

  it('hide what a refresh was made with', () => {
    const held = { accessToken: 'access-token-before', refreshToken: REFRESH };
    const echo = { access_token: ACCESS, form: { r: REFRESH, a: 'access-token-before' } };
    const metaMap = { r: '$.form.r', a: '$.form.a' };
    expect(tokensIn(config({ metaMap }), answer(echo), NOW, { held }).meta).toEqual({});
  });

  it.each([
    ['read where the refresh token stands', '$.refresh_token', BOTH],
    ['read where it stands further down', '$.user.refresh_token', { ...BOTH, user: { refresh_token: 'another-one' } }],
    ['called otherwise', '$.user.refresh', { ...BOTH, user: { refresh: 'another-one' } }],
    ['read within it', '$.renewal.refreshToken.value', { renewal: { refreshToken: { value: 'another-one' } } }],
    ['read in a list of it', '$.refresh_token[0]', { refresh_token: ['another-one'] }],
    [
      'read deep down',
      '$.a.b.c.d.e.f.g.h',
      { a: { b: { c: { d: { e: { f: { g: { h: 'r', refresh_token: 'r' } } } } } } } },
    ],
    ['read with what is around it', '$.data', { data: '{"refresh_token": "another-one"}' }],
    ['read as part of a text', '$.link', { ...BOTH, link: `https://a.example/?r=${REFRESH}` }],
    ['echoed', '$.form', { form: 'refresh-token-held' }],
    ['echoed by another name', '$.access_token', { access_token: 'refresh-token-held' }],
  ])('are no refresh token in the place of an access token: %s', (_, accessToken, body) => {
    const refreshing = config({ paths: { ...STANDARD_PATHS, accessToken } });
    const held = { accessToken: 'access-token-held', refreshToken: 'refresh-token-held' };
    expect(failureOf(refreshing, answer(body), NOW, { held })).toMatchObject({
      failure: 'unusable',
      code: 'token_response_unreadable',
    });
  });

  it.each([
    ['$.rt', { access_token: ACCESS, rt: REFRESH, copy: { refreshToken: REFRESH } }, {}],
    ['$.renewal.refresh_token.value', { access_token: ACCESS, renewal: { refresh_token: { value: REFRESH } } }, {}],
    ['$.data', { access_token: ACCESS, data: `refresh_token=${REFRESH}` }, {}],
    ['$.state', { access_token: ACCESS }, { state: REFRESH, refresh_token: REFRESH }],
  ])('of a config that knows no refresh token show none at %s', (path, body, callback) => {
    const paths = { ...STANDARD_PATHS, refreshToken: null, scope: path, tokenType: path };
    const tokens = tokensIn(config({ paths, metaMap: { x: path } }), answer(body), NOW, { callback });
    expect(tokens).toMatchObject({ accessToken: ACCESS, refreshToken: null, meta: {}, tokenType: 'Bearer' });
    expect(JSON.stringify({ ...tokens, raw: '' })).not.toContain(REFRESH);
  });

  it('tell no time by a refresh token that is a number', () => {
    const paths = { ...STANDARD_PATHS, refreshToken: null, expiresIn: '$.n', refreshExpiresIn: '$.n' };
    const body = { access_token: ACCESS, n: 86_400_123, sub: { refresh_token: '86400123' } };
    expect(tokensIn(config({ paths }), answer(body), NOW)).toMatchObject({ expiresAt: null, refreshExpiresAt: null });
  });

  it('may be one token for both', () => {
    const same = answer({ access_token: ACCESS, refresh_token: ACCESS });
    const one = { accessToken: ACCESS, refreshToken: ACCESS };
    expect(tokensIn(config(), same, NOW)).toMatchObject(one);
    expect(tokensIn(config(), same, NOW, { held: one })).toMatchObject(one);
  });
});
