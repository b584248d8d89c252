import { type NamesInUse, nameFault } from './known-names.js';
import { variablesOf } from './variables.js';

describe('variables', () => {
  it('have the nearer of two sources', () => {
    const variables = variablesOf({
      flow: { redirect_uri: 'flow' },
      tokens: { accessToken: 'at', refreshToken: null, accessTokenSetting: 'crm_token', refreshTokenSetting: 'rt' },
      client: { id: 'own', secret: null },
      settings: {
        redirect_uri: 'setting',
        client_id: 'setting',
        client_secret: 'from setting',
        access_token: 'setting',
        x: '1',
      },
    });
    expect(variables.get('redirect_uri')).toBe('flow');
    expect(variables.get('settings.redirect_uri')).toBe('setting');
    expect(variables.get('client_id')).toBe('own');
    expect(variables.get('client_secret')).toBe('from setting');
    expect(variables.get('access_token')).toBe('at');
    expect(variables.get('crm_token')).toBe('at');
    expect(variables.get('x')).toBe('1');
    expect(variables.has('refresh_token')).toBe(false);
    expect(variables.has('rt')).toBe(false);
  });

  it('know the code by both of its names', () => {
    const variables = variablesOf({ flow: { auth_code: 'c' } });
    expect([variables.get('code'), variables.get('auth_code')]).toEqual(['c', 'c']);
  });

  it('keep params and meta apart from settings', () => {
    const variables = variablesOf({ params: { x: 'p' }, meta: { x: 'm' }, settings: { x: 's' } });
    expect(['params.x', 'meta.x', 'settings.x', 'x'].map((name) => variables.get(name))).toEqual(['p', 'm', 's', 's']);
  });

  it('have id and secret joined as Basic wants them', () => {
    expect(variablesOf({ client: { id: 'a', secret: 'b' } }).get('client_basic')).toBe('YTpi');
    expect(variablesOf({ client: { id: 'a', secret: null } }).has('client_basic')).toBe(false);
  });
});

describe('the name of a placeholder', () => {
  const names: NamesInUse = {
    params: ['subdomain'],
    meta: ['instance_url'],
    settings: ['region', 'api_key', 'crm_token'],
    secretSettings: ['api_key'],
    tokenSettings: ['crm_token', 'crm_refresh'],
  };

  it.each([
    ['link', 'state'],
    ['link', 'redirect_uri'],
    ['link', 'code_challenge'],
    ['link', 'client_id'],
    ['link', 'params.subdomain'],
    ['link', 'region'],
    ['link', 'settings.region'],
    ['token', 'auth_code'],
    ['token', 'code'],
    ['token', 'code_verifier'],
    ['token', 'client_secret'],
    ['token', 'api_key'],
    ['token', 'meta.instance_url'],
    ['refresh', 'refresh_token'],
    ['refresh', 'crm_refresh'],
    ['refresh', 'scope'],
    ['request', 'access_token'],
    ['request', 'crm_token'],
    ['request', 'meta.instance_url'],
  ] as const)('may be used in a %s: %s', (place, name) => {
    expect(nameFault(place, name, names)).toBeNull();
  });

  it.each([
    ['link', 'client_secret', 'secret_in_link'],
    ['link', 'settings.client_secret', 'secret_in_link'],
    ['link', 'client_basic', 'secret_in_link'],
    ['link', 'api_key', 'secret_in_link'],
    ['link', 'settings.api_key', 'secret_in_link'],
    ['link', 'code', 'unknown_name'],
    ['link', 'access_token', 'unknown_name'],
    ['link', 'meta.instance_url', 'unknown_name'],
    ['token', 'state', 'unknown_name'],
    ['token', 'refresh_token', 'unknown_name'],
    ['token', 'crm_token', 'unknown_name'],
    ['refresh', 'code', 'unknown_name'],
    ['request', 'redirect_uri', 'unknown_name'],
    ['request', 'unheard', 'unknown_name'],
    ['request', 'params.other', 'unknown_name'],
    ['request', 'meta.other', 'unknown_name'],
    ['request', 'settings.other', 'unknown_name'],
    ['request', 'constructor', 'unknown_name'],
  ] as const)('may not be used in a %s: %s', (place, name, code) => {
    expect(nameFault(place, name, names)?.code).toBe(code);
  });
});
