import { callbackUrl } from '../../../../src/connections/connect/callback-path.js';
import { Connecting } from '../../../support/connecting.js';
import { SuiteProvider } from '../../../support/providers/suite-provider.js';
import { request } from '../../../support/requests.js';
import { startServer, type TestServer } from '../../../support/server.js';

const LIMIT = 4;

describe('the limits of callbacks', () => {
  let server: TestServer;
  let provider: SuiteProvider;

  beforeAll(async () => {
    provider = await SuiteProvider.open();
    const settings = { OPEN_REQUESTS_PER_ADDRESS: String(LIMIT), TRUST_PROXY: '127.0.0.1' };
    server = await startServer({ settings: { EGRESS_ALLOW: '127.0.0.1', ...settings } });
  });
  afterAll(async () => {
    await server.close();
    await provider.close();
  });

  it('refuse what comes too often from one address, in either way, and write nothing of it', async () => {
    const connecting = await Connecting.open(server, provider);
    const url = callbackUrl(server.url, (await connecting.config()).publicKey);
    const from = async (address: string, method: string): Promise<number> => {
      const headers = { 'x-forwarded-for': address, 'content-type': 'application/x-www-form-urlencoded' };
      const body = method === 'POST' ? 'state=unknown' : undefined;
      return (await request(`${url}?state=unknown`, { method, headers, body })).status;
    };
    for (let sent = 0; sent < LIMIT; sent++) expect(await from('192.0.2.1', sent % 2 === 0 ? 'GET' : 'POST')).toBe(403);
    expect([await from('192.0.2.1', 'GET'), await from('192.0.2.1', 'POST')]).toEqual([429, 429]);
    expect(await connecting.bindingFailures()).toHaveLength(LIMIT);
    expect(await from('192.0.2.2', 'GET')).toBe(403);
  });
});
