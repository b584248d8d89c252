import { CONFIG_DEFAULTS, type ConnectionConfig } from './config.types.js';
import { previewOf } from './preview.js';

const CONFIG: ConnectionConfig = {
  ...CONFIG_DEFAULTS,
  id: '019cbd00-0000-7000-8000-000000000001',
  realmId: '019cbd00-0000-7000-8000-000000000002',
  publicKey: 'p'.repeat(22),
  appId: '019cbd00-0000-7000-8000-000000000003',
  name: 'CRM',
  preset: null,
  version: 1,
  status: 'active',
  clientSecret: { set: true },
  createdAt: 0,
  updatedAt: 0,
  clientId: 'id-1',
  linkUrl: 'https://crm.example/authorize?x={{region}}',
  tokenUrl: 'https://{{params.subdomain}}.crm.example/token',
  params: [{ name: 'subdomain', label: 'Subdomain', pattern: '[a-z]+' }],
  scopes: ['a', 'b'],
};
const PLACE = {
  redirectUri: 'https://us.example/connect/callback/p',
  settings: [
    { name: 'region', level: 'realm', kind: 'text' },
    { name: 'key', level: 'realm', kind: 'secret' },
  ],
} as const;

describe('a preview', () => {
  it('shows link, token and refresh request with samples', () => {
    const { link, token, refresh } = previewOf(CONFIG, PLACE);
    expect(link.request?.url).toBe(
      'https://crm.example/authorize?x=%3Cregion%3E&response_type=code&client_id=id-1&redirect_uri=https%3A%2F%2Fus.example%2Fconnect%2Fcallback%2Fp&scope=a%20b&state=%3Cstate%3E&code_challenge=%3Ccode_challenge%3E&code_challenge_method=S256',
    );
    expect(token.request).toMatchObject({ method: 'POST', url: 'https://subdomain.crm.example/token' });
    expect(Object.fromEntries(new URLSearchParams(token.request?.body))).toEqual({
      grant_type: 'authorization_code',
      code: '<code>',
      redirect_uri: PLACE.redirectUri,
      client_id: 'id-1',
      client_secret: '********',
      code_verifier: '<code_verifier>',
    });
    expect(new URLSearchParams(refresh.request?.body).get('refresh_token')).toBe('<refresh_token>');
  });

  it('masks the settings that are secret', () => {
    const { token } = previewOf({ ...CONFIG, bodyFormat: 'json', tokenBody: '{"k": {{key}}, "r": {{region}}}' }, PLACE);
    expect(JSON.parse(token.request?.body as string)).toMatchObject({ k: '********', r: '<region>' });
  });

  it('says why a request cannot be made, and shows the others', () => {
    const { link, token } = previewOf({ ...CONFIG, tokenBody: '{"a": {{unheard}}}' }, PLACE);
    expect(link.fault).toBeNull();
    expect(token).toEqual({ request: null, fault: expect.stringContaining('unheard') });
  });

  it('takes parameters as somebody would give them', () => {
    const params = { subdomain: 'acme' };
    expect(previewOf(CONFIG, { ...PLACE, params }).token.request?.url).toBe('https://acme.crm.example/token');
    expect(previewOf(CONFIG, { ...PLACE, params: { subdomain: 'a.b' } }).token.fault).toContain('params.subdomain');
  });
});
