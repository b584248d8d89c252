import { SuiteProvider } from '../../support/providers/suite-provider.js';
import type { Answer } from '../../support/requests.js';
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

  const proxied = async (id: unknown): Promise<Answer> =>
    vault.proxy(String(id), 'things', { token: await vault.token(null) });

  it('is connected for the whole realm without a browser, and asked for a token when one is needed', async () => {
    const { id: config } = await vault.config(
      suiteConfig(provider, { grantType: 'client_credentials', connectionLevel: 'realm', revoke: null }),
    );
    const { id, status } = await vault.managed('POST', '/import', { config });
    expect(status).toBe('pending');
    expect((await proxied(id)).status).toBe(200);
    expect((await proxied(id)).status).toBe(200);
    expect(provider.tokenCalls('client_credentials')).toHaveLength(1);
    expect(await vault.connection(String(id))).toMatchObject({ status: 'active', owner: { kind: 'realm' } });
    vault.server.advance(7200);
    provider.grants.expireAccessTokens();
    expect((await proxied(id)).status).toBe(200);
    expect(provider.tokenCalls('client_credentials')).toHaveLength(2);
  });
});
