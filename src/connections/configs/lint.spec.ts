import type { Preset } from '../presets/preset.types.js';
import { CONFIG_DEFAULTS, type ConfigDefinition, type RequestTemplate } from './config.types.js';
import { hasErrors, lint } from './lint.js';
import type { LintContext, LintFinding, LintSubject } from './lint.types.js';

const TEST_REQUEST: RequestTemplate = {
  method: 'GET',
  url: 'https://api.crm.example/me',
  headers: {},
  body: null,
  bodyFormat: 'form',
};
const SOUND: ConfigDefinition = {
  ...CONFIG_DEFAULTS,
  linkUrl: 'https://crm.example/authorize',
  tokenUrl: 'https://crm.example/token',
  clientId: 'id-1',
  expiry: { strategy: 'default_ttl', defaultTtlSeconds: 3600 },
  testRequest: TEST_REQUEST,
};
const KNOWN: Preset = {
  key: 'known',
  name: 'Known',
  checkedOn: '2026-11-21',
  docsUrl: 'https://known.example/docs',
  rotates: true,
  notes: [],
  definition: {
    ...SOUND,
    linkUrl: 'https://known.example/authorize?access_type=offline',
    tokenUrl: 'https://api.known.example/oauth/2026/token',
    scopes: ['offline_access', 'read'],
  },
};
const OFF_NETWORK = /^http:|:\/\/(?:10\.|127\.|169\.254\.|\[)/;
const CONTEXT: LintContext = {
  presets: [KNOWN],
  urlFault: (url) => (OFF_NETWORK.test(url) ? 'is not an https URI of the public internet' : null),
};

const judged = (definition: Partial<ConfigDefinition>, subject: Partial<LintSubject> = {}): LintFinding[] =>
  lint(
    { definition: { ...SOUND, ...definition }, preset: null, settings: [], logoUrl: null, withheld: [], ...subject },
    CONTEXT,
  );

const request = (more: Partial<RequestTemplate>): RequestTemplate => ({ ...TEST_REQUEST, ...more });
const proxy = (baseUrl: string) => ({ baseUrl, inject: [], allowedMethods: ['GET'], allowedHosts: [] });

describe('the lint', () => {
  it('has nothing to say of a sound config', () => {
    expect(judged({})).toEqual([]);
  });

  it.each<[string, Partial<ConfigDefinition>, string]>([
    ['invalid_template', { tokenBody: '{"a": 1,}' }, 'tokenBody'],
    ['invalid_template', { refreshBody: '{"{{x}}": 1}' }, 'refreshBody'],
    ['invalid_template', { linkUrl: 'https://a{{x}}.crm.example/' }, 'linkUrl'],
    ['invalid_template', { tokenHeaders: { 'X-A': '{{x|nope}}' } }, 'tokenHeaders.X-A'],
    ['invalid_template', { params: [{ name: 'x', label: 'X', pattern: '(a+)+' }] }, 'params[0].pattern'],
    ['invalid_template', { testRequest: request({ url: 'https://{{meta.host}}/me' }) }, 'testRequest.url'],
    ['unknown_name', { tokenBody: '{"a": {{unheard}}}' }, 'tokenBody'],
    ['unknown_name', { tokenBody: '{"a": {{refresh_token}}}' }, 'tokenBody'],
    ['unknown_name', { linkUrl: 'https://crm.example/authorize?x={{code}}' }, 'linkUrl'],
    ['unknown_name', { revoke: request({ body: '{"a": {{unheard}}}' }) }, 'revoke.body'],
    [
      'unknown_name',
      { introspect: request({ headers: { Authorization: '{{unheard}}' } }) },
      'introspect.headers.Authorization',
    ],
    [
      'unknown_name',
      { proxy: { ...proxy('https://api.crm.example'), inject: [{ in: 'header', name: 'A', value: '{{unheard}}' }] } },
      'proxy.inject[0].value',
    ],
    ['invalid_path', { paths: { ...SOUND.paths, accessToken: '$..access_token' } }, 'paths.accessToken'],
    ['invalid_path', { paths: { ...SOUND.paths, accountId: '$.list[*]' } }, 'paths.accountId'],
    ['invalid_path', { metaMap: { shop: '$[' } }, 'metaMap.shop'],
    ['invalid_path', { successWhen: { path: '$.*', equals: 'true' } }, 'successWhen.path'],
    ['invalid_path', { rejectedWhen: { statuses: [401], path: '$..e', equals: 'x' } }, 'rejectedWhen.path'],
    ['url_not_allowed', { tokenUrl: 'http://crm.example/token' }, 'tokenUrl'],
    ['url_not_allowed', { refreshUrl: 'https://10.0.0.1/token' }, 'refreshUrl'],
    ['url_not_allowed', { revoke: request({ url: 'https://169.254.169.254/latest' }) }, 'revoke.url'],
    ['url_not_allowed', { proxy: proxy('https://[::1]') }, 'proxy.baseUrl'],
    ['secret_in_link', { linkUrl: 'https://crm.example/a?client_secret=x' }, 'linkUrl'],
    ['secret_in_link', { linkUrl: 'https://crm.example/a?x={{client_secret}}' }, 'linkUrl'],
    ['fixed_flow_parameter', { linkUrl: 'https://crm.example/a?state=123' }, 'linkUrl'],
    ['fixed_flow_parameter', { linkUrl: 'https://crm.example/a?code_challenge=abc' }, 'linkUrl'],
    ['nested_form_body', { tokenBody: '{"a": {"b": {{code}}}}' }, 'tokenBody'],
    ['nested_form_body', { refreshBody: '{"a": [1]}' }, 'refreshBody'],
    ['nested_form_body', { revoke: request({ body: '{"a": null}' }) }, 'revoke.body'],
    ['token_path_missing', { paths: { ...SOUND.paths, accessToken: '' } }, 'paths.accessToken'],
    ['token_path_missing', { paths: { ...SOUND.paths, authCode: '' } }, 'paths.authCode'],
    ['refresh_token_exposed', { metaMap: { x: '$.refresh_token' } }, 'metaMap.x'],
    ['refresh_token_exposed', { metaMap: { x: "$.user['refresh\\u005ftoken']" } }, 'metaMap.x'],
    ['refresh_token_exposed', { paths: { ...SOUND.paths, scope: 'refresh_token' } }, 'paths.scope'],
    ['refresh_token_exposed', { paths: { ...SOUND.paths, accessToken: '$.a.refresh_token' } }, 'paths.accessToken'],
    ['refresh_token_exposed', { paths: { ...SOUND.paths, accountLabel: '$.refresh_token' } }, 'paths.accountLabel'],
    ['refresh_token_exposed', { paths: { ...SOUND.paths, error: '$.refreshToken' } }, 'paths.error'],
    ['refresh_token_exposed', { testRequest: request({ body: '{"a": {{refresh_token}}}' }) }, 'testRequest.body'],
    [
      'refresh_token_exposed',
      { testRequest: request({ headers: { A: '{{refresh_token}}' } }) },
      'testRequest.headers.A',
    ],
    [
      'refresh_token_exposed',
      { refreshTokenSetting: 'renewal', testRequest: request({ url: 'https://api.crm.example/me?x={{renewal}}' }) },
      'testRequest.url',
    ],
    [
      'refresh_token_exposed',
      {
        proxy: {
          ...proxy('https://api.crm.example'),
          inject: [{ in: 'header', name: 'A', value: '{{refresh_token}}' }],
        },
      },
      'proxy.inject[0].value',
    ],
    ['refresh_token_exposed', { metaMap: { x: '$.grant.refresh_token.value' } }, 'metaMap.x'],
    ['token_path_twice', { metaMap: { x: "$['access_token']" } }, 'metaMap.x'],
    ['token_path_twice', { paths: { ...SOUND.paths, tokenType: '$.access_token' } }, 'paths.tokenType'],
    ['token_path_twice', { metaMap: { x: '$.rt' }, paths: { ...SOUND.paths, refreshToken: '$.rt' } }, 'metaMap.x'],
    [
      'token_path_twice',
      { paths: { ...SOUND.paths, accessToken: '$.rt', refreshToken: '$.rt' } },
      'paths.refreshToken',
    ],
  ])('refuses: %s in %j', (code, definition, field) => {
    const findings = judged(definition);
    expect(findings).toContainEqual(expect.objectContaining({ level: 'error', code, field }));
    expect(hasErrors(findings)).toBe(true);
  });

  it('lets one token serve as both, and refresh tokens go where they are renewed and revoked', () => {
    const paths = { ...SOUND.paths, refreshToken: '$.access_token' };
    expect(judged({ paths })).toEqual([]);
    const metaMap = { until: '$.refresh_token_expires_in' };
    const revoke = request({ body: '{"token": {{refresh_token}}}' });
    expect(judged({ metaMap, revoke, refreshBody: '{"refresh_token": {{refresh_token}}}' })).toEqual([]);
  });

  it('refuses a host of the proxy that users set', () => {
    const settings = [
      { name: 'shop', level: 'user', kind: 'text' },
      { name: 'area', level: 'realm', kind: 'text' },
    ] as const;
    const codes = (name: string) =>
      judged({ proxy: proxy(`https://{{${name}}}.crm.example`) }, { settings }).map(({ code }) => code);
    expect(codes('shop')).toEqual(['host_from_user']);
    expect(codes('settings.shop')).toEqual(['host_from_user']);
    expect(codes('area')).toEqual([]);
  });

  it.each<[string, Partial<ConfigDefinition>, string]>([
    ['no_client_id', { clientId: null }, 'clientId'],
    ['body_json_not_form', { bodyFormat: 'json' }, 'bodyFormat'],
    ['pkce_off', { pkce: 'off' }, 'pkce'],
    ['no_expiry_rule', { expiry: { strategy: 'response' } }, 'expiry'],
    [
      'no_refresh_path',
      { expiry: { strategy: 'jwt_exp' }, paths: { ...SOUND.paths, refreshToken: null } },
      'paths.refreshToken',
    ],
    ['preset_url_differs', { ...KNOWN.definition, tokenUrl: 'https://api.known.example/oauth/v1/token' }, 'tokenUrl'],
    ['offline_access_missing', { ...KNOWN.definition, scopes: ['read'] }, 'linkUrl'],
    ['offline_access_missing', { ...KNOWN.definition, linkUrl: 'https://known.example/authorize' }, 'linkUrl'],
    ['pkce_off', { ...KNOWN.definition, pkce: 'off' }, 'pkce'],
    ['refresh_host_differs', { refreshUrl: 'https://other.example/token' }, 'refreshUrl'],
    ['literal_secret_in_body', { tokenBody: '{"client_secret": "abc"}' }, 'tokenBody'],
    ['literal_secret_in_body', { revoke: request({ body: '{"api_key": "abc"}' }) }, 'revoke.body'],
    ['no_test_request', { testRequest: null }, 'testRequest'],
    [
      'required_scopes_unseen',
      { scopes: ['read'], requiredScopes: ['read'], paths: { ...SOUND.paths, scope: null } },
      'requiredScopes',
    ],
    ['two_token_holders', { ...KNOWN.definition, tokenRelease: 'owner' }, 'tokenRelease'],
  ])('warns: %s in %j', (code, definition, field) => {
    const findings = judged(definition);
    expect(findings).toEqual([expect.objectContaining({ level: 'warning', code, field })]);
  });

  it('takes a client id that is in the link, or that a setting has', () => {
    const settings = [{ name: 'client_id', level: 'realm', kind: 'text' }] as const;
    expect(judged({ clientId: null }, { settings })).toEqual([]);
    expect(judged({ clientId: null, linkUrl: 'https://crm.example/authorize?client_id=id-1' })).toEqual([]);
  });

  it.each(['https://crm.example/logo.svg', 'https://crm.example/logo.SVG?v=2'])('warns of the logo %s', (logoUrl) => {
    expect(judged({}, { logoUrl })).toEqual([expect.objectContaining({ level: 'warning', code: 'logo_is_svg' })]);
    expect(judged({}, { logoUrl: 'https://crm.example/svg.png' })).toEqual([]);
  });

  it('takes what a preset knows for granted', () => {
    const json = { ...KNOWN, definition: { ...KNOWN.definition, bodyFormat: 'json', pkce: 'off' } } as const;
    const subject = { definition: json.definition, preset: null, settings: [], logoUrl: null, withheld: [] };
    expect(lint(subject, { ...CONTEXT, presets: [json] })).toEqual([]);
  });

  it('warns of each place that names a secret which is for other hosts', () => {
    const settings = [{ name: 'api_key', level: 'realm', kind: 'secret' }] as const;
    const definition = {
      tokenHeaders: { 'X-Key': '{{settings.api_key}}', 'X-Other': '{{client_id}}' },
      tokenBody: '{"key": {{api_key | base64}}}',
    };
    const fields = (withheld: string[]) =>
      judged(definition, { settings, withheld })
        .filter(({ code }) => code === 'secret_for_other_hosts')
        .map(({ level, field }) => [level, field]);
    expect(fields(['api_key'])).toEqual([
      ['warning', 'tokenHeaders.X-Key'],
      ['warning', 'tokenBody'],
    ]);
    expect(fields([])).toEqual([]);
  });

  it('takes a state and a challenge that are variables', () => {
    expect(judged({ linkUrl: 'https://crm.example/a?state={{state}}&code_challenge={{code_challenge}}' })).toEqual([]);
  });

  it('names line and column, and puts errors first', () => {
    const [first, ...others] = judged({ pkce: 'off', tokenBody: '{\n  “a”: 1}' });
    expect(first).toMatchObject({ code: 'invalid_template', field: 'tokenBody', line: 2, column: 3 });
    expect(others.map(({ level }) => level)).toEqual(['warning']);
  });
});
