import { isJson } from '../../support/providers/provider-call.js';
import { SuiteProvider } from '../../support/providers/suite-provider.js';
import { shownConfig, Vault, type ShownConfig } from './support.js';

const SECRETS = [
  's"},"x',
  'C:\\keys\\"new"',
  'two\nlines\r\nand a\ttab',
  '{{client_id}} $& $1',
  '12345678901234567890',
];
const THEIR_CALLBACK = 'https://auth.capacity.com/v1/dev_oauth/callback';

/** The fields of the page, with its labels, its quotes and the quotes that it lacks. */
const page = (url: string): Record<string, string> => ({
  'Config name': 'Acme CRM',
  'Link url': `${url}/authorize?response_type=code&client_id={{client_id}}&redirect_uri=${THEIR_CALLBACK}&scope=read write`,
  'Extraction path auth code': '$.code',
  'Extraction path access token': '$.access_token',
  'Extraction path refresh token': '$.refresh_token',
  'Access token variable name': 'access_token',
  'Refresh token variable name': 'refresh_token',
  'Request body': `{"grant_type": "authorization_code", "redirect_uri": "${THEIR_CALLBACK}", "code": "{{auth_code}}", "client_id": {{client_id}}, "client_secret": {{client_secret}}}`,
  'Refresh token url': `${url}/token`,
  'Token url': `${url}/token`,
  'Refresh token body': '{"refresh_token": {{refresh_token}}, "grant_type": "refresh_token"}',
  'Logo url': 'https://crm.example/logo.png',
});

interface Finding {
  readonly level: string;
  readonly code: string;
}

describe('the page of Capacity, pasted as it stands', () => {
  describe.each(SECRETS)('with the secret %j', (secret) => {
    const clientId = '1234567';
    let provider: SuiteProvider;
    let vault: Vault;
    let config: ShownConfig;

    beforeAll(async () => {
      provider = await SuiteProvider.open({ clientId, secret });
      provider.behave({ reads: 'json', clientAuth: 'body' });
      vault = await Vault.open([provider]);
      const app = await vault.app({ name: 'Acme CRM' });
      const report = await vault.managed('POST', `/apps/${app}/oauth-configs/import`, page(provider.url));
      config = shownConfig(app, report['config'] as Record<string, unknown>);
      const notes = (report['findings'] as Finding[])
        .filter(({ level }) => level !== 'warning')
        .map(({ code }) => code);
      expect(notes).toContain('redirect_uri_replaced');
      expect(notes).toContain('client_credentials_added_to_refresh');
    });
    afterAll(async () => {
      await vault.close();
      await provider.close();
    });

    it('waits for its settings, connects, and refreshes', async () => {
      expect(config.all['status']).toBe('disabled');
      const { appId, id } = config;
      const values = { client_id: clientId, client_secret: secret };
      await vault.managed('POST', `/apps/${appId}/install`, { values });
      await vault.managed('PATCH', `/apps/${appId}/oauth-configs/${id}`, { status: 'active' });
      const connection = await vault.connect(id, provider);
      vault.server.advance(60);
      await vault.managed('POST', `/${connection}/refresh`);
      expect(await vault.connection(connection)).toMatchObject({ status: 'active', health: 'ok' });
    });

    it('sends two bodies of valid JSON, in which nothing has left its place', () => {
      const [exchange, refresh, ...more] = provider.callsOf('token');
      expect(more).toEqual([]);
      for (const call of [exchange, refresh]) expect(call && isJson(call.headers)).toBe(true);
      expect(JSON.parse(String(exchange?.body))).toEqual({
        grant_type: 'authorization_code',
        redirect_uri: config.callbackUrl,
        code: provider.grants.secrets[0],
        client_id: clientId,
        client_secret: secret,
      });
      expect(JSON.parse(String(refresh?.body))).toEqual({
        refresh_token: provider.grants.all[0]?.spentRefreshTokens.values().next().value,
        grant_type: 'refresh_token',
        client_id: clientId,
        client_secret: secret,
      });
    });
  });
});
