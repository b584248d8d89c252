import { SuiteProvider } from '../../support/providers/suite-provider.js';
import { suiteConfig, Vault } from './support.js';

describe('a provider that asks for nobody but the client (client_credentials)', () => {
  let provider: SuiteProvider;
  let vault: Vault;
  beforeAll(async () => {
    provider = await SuiteProvider.open();
    provider.behave({ refreshTokens: 'none' });
    vault = await Vault.open([provider]);
  });
  afterAll(async () => {
    await vault.close();
    await provider.close();
  });

  it('is connected for the whole realm without a browser, and asked for a token when one is needed', async () => {
    const { id: config } = await vault.config(
      suiteConfig(provider, { grantType: 'client_credentials', connectionLevel: 'realm', revoke: null }),
    );
    const { id, status } = await vault.managed('POST', '/import', { config });
    expect(status).toBe('pending');
    expect((await vault.proxy(String(id), 'things')).status).toBe(200);
    expect((await vault.proxy(String(id), 'things')).status).toBe(200);
    expect(provider.tokenCalls('client_credentials')).toHaveLength(1);
    expect(await vault.connection(String(id))).toMatchObject({ status: 'active', owner: { kind: 'realm' } });
    vault.server.advance(7200);
    provider.grants.expireAccessTokens();
    expect((await vault.proxy(String(id), 'things')).status).toBe(200);
    expect(provider.tokenCalls('client_credentials')).toHaveLength(2);
  });
});
