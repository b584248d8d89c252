import { PresetsService } from '../presets/presets.service.js';
import type { ConnectionConfig } from './config.types.js';
import { importConfig } from './import.js';
import type { ImportContext } from './import.types.js';
import { tokenRequest } from '../vault/provider-request.js';
import { variablesOf } from '../templates/variables.js';

const CALLBACK = 'https://auth.capacity.com/v1/dev_oauth/callback';
/** The page of the developer platform, pasted. */
const PAGE = {
  'Config name': 'Acme CRM',
  'Link url': `https://crm.example/authorize?response_type=code&client_id={{client_id}}&redirect_uri=${CALLBACK}&scope=read write`,
  'Extraction path auth code': '$.code',
  'Extraction path access token': '$.access_token',
  'Extraction path refresh token': '$.refresh_token',
  'Access token variable name': 'access_token',
  'Refresh token variable name': 'refresh_token',
  'Request body': `{"grant_type": "authorization_code", "redirect_uri": "${CALLBACK}", "code": "{{auth_code}}", "client_id": {{client_id}}, "client_secret": {{client_secret}}}`,
  'Refresh token url': 'https://crm.example/token',
  'Token url': 'https://crm.example/token',
  'Refresh token body': '{"refresh_token": {{refresh_token}}, "grant_type": "refresh_token"}',
  'Logo url': 'https://crm.example/logo.png',
};
const CONTEXT: ImportContext = { presets: new PresetsService().list(), urlFault: () => null, settings: [] };

const imported = (changes: Record<string, unknown> = {}, context: Partial<ImportContext> = {}) =>
  importConfig({ ...PAGE, ...changes }, { ...CONTEXT, ...context });
const codes = (result: ReturnType<typeof importConfig>, level: string): string[] =>
  result.findings.filter((each) => each.level === level).map(({ code }) => code);

describe('the page pasted as it stands', () => {
  const result = imported();

  it('has the notes and warnings that it deserves, and no error', () => {
    expect(codes(result, 'error')).toEqual([]);
    expect(codes(result, 'warning').sort()).toEqual(['body_json_not_form', 'no_expiry_rule', 'pkce_off']);
    expect(codes(result, 'note').sort()).toEqual([
      'client_credentials_added_to_refresh',
      'redirect_uri_replaced',
      'redirect_uri_replaced',
      'state_added',
      'unquoted_placeholder',
      'unquoted_placeholder',
      'unquoted_placeholder',
    ]);
  });

  it('proposes the settings it needs, and waits for them', () => {
    expect(result.settings.map(({ name, kind, level }) => [name, kind, level])).toEqual([
      ['client_id', 'text', 'realm'],
      ['client_secret', 'secret', 'realm'],
      ['access_token', 'slot', 'user'],
      ['refresh_token', 'slot', 'user'],
    ]);
    expect(result.status).toBe('disabled');
    expect(result.definition.connectionLevel).toBe('user');
  });

  it('becomes a config', () => {
    expect(result).toMatchObject({ name: 'Acme CRM', preset: null, clientSecret: null, logoUrl: PAGE['Logo url'] });
    expect(result.definition).toMatchObject({
      linkUrl:
        'https://crm.example/authorize?response_type=code&client_id={{client_id}}&redirect_uri={{redirect_uri}}&scope=read write',
      tokenUrl: 'https://crm.example/token',
      refreshUrl: 'https://crm.example/token',
      bodyFormat: 'json',
      pkce: 'off',
      clientAuth: 'body',
      accessTokenSetting: 'access_token',
      refreshTokenSetting: 'refresh_token',
      expiry: { strategy: 'response' },
      scopes: ['read', 'write'],
      refreshBody:
        '{"refresh_token": {{refresh_token}}, "grant_type": "refresh_token", "client_id": "{{client_id}}", "client_secret": "{{client_secret}}"}',
    });
    expect(result.definition.paths).toMatchObject({
      authCode: '$.code',
      accessToken: '$.access_token',
      refreshToken: '$.refresh_token',
    });
  });

  it('says which field came from where', () => {
    expect(result.mapping).toHaveLength(Object.keys(PAGE).length);
    expect(result.mapping).toContainEqual({ from: 'Extraction path auth code', to: 'paths.authCode' });
  });

  it('sends both bodies as valid JSON, whatever the secret holds', () => {
    const secret = 's"},"x\\\n';
    const redirect_uri = 'https://host.example/connect/callback/abc';
    const client = { id: 'id-1', secret };
    const tokens = {
      accessToken: null,
      refreshToken: 'r1',
      accessTokenSetting: 'access_token',
      refreshTokenSetting: 'refresh_token',
    };
    const config = result.definition as ConnectionConfig;
    const exchange = tokenRequest(
      config,
      'authorization_code',
      variablesOf({ flow: { auth_code: 'c1', redirect_uri }, client }),
    );
    expect(exchange).toMatchObject({ method: 'POST', url: 'https://crm.example/token' });
    expect(exchange.headers).toMatchObject({ 'accept': 'application/json', 'content-type': 'application/json' });
    expect(exchange.body).toBe(
      '{"grant_type":"authorization_code","redirect_uri":"https://host.example/connect/callback/abc","code":"c1","client_id":"id-1","client_secret":"s\\"},\\"x\\\\\\n"}',
    );
    const refresh = tokenRequest(config, 'refresh_token', variablesOf({ tokens, client }));
    expect(JSON.parse(refresh.body as string)).toEqual({
      refresh_token: 'r1',
      grant_type: 'refresh_token',
      client_id: 'id-1',
      client_secret: secret,
    });
  });
});

describe('an import', () => {
  it.each([
    ['snake_case', (label: string) => label.toLowerCase().replaceAll(' ', '_')],
    [
      'camelCase',
      (label: string) => label.toLowerCase().replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase()),
    ],
  ])('takes the labels in %s', (_, written) => {
    const input = Object.fromEntries(Object.entries(PAGE).map(([label, value]) => [written(label), value]));
    expect(importConfig(input, CONTEXT)).toEqual({ ...imported(), mapping: expect.anything() });
  });

  it('leaves out what it does not know, and says so', () => {
    const result = imported({ 'Favourite colour': 'blue' });
    expect(result.findings).toContainEqual(
      expect.objectContaining({ code: 'field_ignored', field: 'Favourite colour' }),
    );
  });

  it('drops a client secret from the link', () => {
    const result = imported({ 'Link url': 'https://crm.example/a?client_id=abc&client_secret=s3cret&state={{state}}' });
    expect(result.definition.linkUrl).toBe('https://crm.example/a?client_id=abc&state={{state}}');
    expect(codes(result, 'note')).toContain('client_secret_removed_from_link');
    expect(codes(result, 'note')).not.toContain('state_added');
    expect(JSON.stringify(result)).not.toContain('s3cret');
  });

  it('replaces any callback that is not ours', () => {
    const result = imported({
      'Link url': 'https://crm.example/a?redirect_uri=https%3A%2F%2Fother.example%2Fcb',
      'Request body': '{"redirect_uri": "https:\\/\\/other.example\\/cb", "code": "{{code}}"}',
    });
    expect(result.definition.linkUrl).toBe('https://crm.example/a?redirect_uri={{redirect_uri}}');
    expect(result.definition.tokenBody).toBe('{"redirect_uri": "{{redirect_uri}}", "code": "{{code}}"}');
    expect(codes(result, 'note').filter((code) => code === 'redirect_uri_replaced')).toHaveLength(2);
  });

  it('takes lenient paths and names in braces', () => {
    const result = imported({
      'Extraction path access token': 'data[0].token',
      'Access token variable name': '{{ crm_token }}',
      'Extraction path refresh token': '',
    });
    expect(result.definition.paths).toMatchObject({ accessToken: '$.data[0].token', refreshToken: '$.refresh_token' });
    expect(result.definition.accessTokenSetting).toBe('crm_token');
    expect(result.settings.map(({ name }) => name)).toContain('crm_token');
  });

  it('maps the levels of settings, and does without one for the callback', () => {
    const settings = [
      { name: 'access_token', level: 'organization' },
      { name: 'redirect_uri', level: 'organization' },
      { name: 'region', level: 'user' },
    ];
    const result = imported({ Settings: settings });
    expect(result.definition.connectionLevel).toBe('realm');
    expect(result.settings).toContainEqual(
      expect.objectContaining({ name: 'access_token', level: 'realm', kind: 'slot' }),
    );
    expect(result.settings).toContainEqual(expect.objectContaining({ name: 'region', level: 'user', prompt: 'use' }));
    expect(result.settings.map(({ name }) => name)).not.toContain('redirect_uri');
    expect(codes(result, 'note')).toContain('redirect_uri_setting_ignored');
  });

  it('proposes no setting that the app has', () => {
    const settings = ['client_id', 'client_secret', 'access_token', 'refresh_token'].map((name) => ({
      name,
      level: 'user' as const,
      kind: 'text' as const,
    }));
    expect(imported({}, { settings })).toMatchObject({ settings: [], status: 'active' });
  });

  it('takes a client id and a secret of its own', () => {
    const result = imported({ client_id: 'id-1', client_secret: 's-1' });
    expect(result).toMatchObject({ clientSecret: 's-1', definition: { clientId: 'id-1' }, status: 'active' });
  });

  it('adds no credentials to a refresh of another host, nor where a header has them', () => {
    const elsewhere = imported({ 'Refresh token url': 'https://other.example/token' });
    expect(elsewhere.definition.refreshBody).toBe(PAGE['Refresh token body']);
    expect(codes(elsewhere, 'warning')).toContain('refresh_host_differs');
    expect(imported({ client_auth: 'basic' }).definition.refreshBody).toBe(PAGE['Refresh token body']);
  });

  it('needs no settings for a client that was written out, and warns of its secret', () => {
    const result = imported({
      'Link url': 'https://crm.example/a?client_id=id%2F1',
      'Request body': '{"code": "{{code}}", "client_id": "id/1", "client_secret": "written"}',
    });
    expect(result).toMatchObject({ clientSecret: 'written', status: 'active', definition: { clientId: 'id/1' } });
    expect(result.definition.linkUrl).toBe('https://crm.example/a?client_id=id%2F1');
    expect(result.settings.map(({ kind }) => kind)).toEqual(['slot', 'slot']);
    expect(codes(result, 'warning')).toContain('literal_secret_in_body');
    expect(codes(result, 'note')).toEqual(expect.arrayContaining(['client_id_found', 'client_secret_found']));
  });

  it('mends a body on request only', () => {
    const body = '{“code”: “{{code}}”,}';
    const asIs = imported({ 'Request body': body });
    expect(codes(asIs, 'error')).toEqual(['invalid_template']);
    expect(codes(asIs, 'note')).toContain('json_repairable');
    const mended = imported({ 'Request body': body }, { repair: true });
    expect(codes(mended, 'error')).toEqual([]);
    expect(codes(mended, 'note')).toContain('json_repaired');
    expect(mended.definition.tokenBody).toBe('{"code": "{{code}}"}');
  });

  it.each([
    [{}, 'tokenUrl'],
    [{ ...PAGE, 'Token url': 7 }, 'tokenUrl'],
    [{ ...PAGE, 'Link url': null }, 'linkUrl'],
    [{ ...PAGE, paths: 'x' }, 'paths'],
    [{ ...PAGE, 'Request body': 'x'.repeat(20_000) }, 'tokenBody'],
    [{ ...PAGE, scopes: 'read' }, 'scopes'],
  ])('names the field that has no form it can use: %#', (input, field) => {
    const result = importConfig(input, CONTEXT);
    expect(result.findings).toContainEqual(
      expect.objectContaining({ level: 'error', code: 'invalid_field', field: expect.stringContaining(field) }),
    );
  });
});
