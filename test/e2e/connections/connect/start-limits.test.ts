import { randomUUID } from 'node:crypto';
import { Connecting } from '../../../support/connecting.js';
import type { SuiteProvider } from '../../../support/providers/suite-provider.js';
import type { TestServer } from '../../../support/server.js';

const AN_HOUR = 20;

describe('the limits of what begins a connection', () => {
  let server: TestServer;
  let provider: SuiteProvider;

  beforeAll(async () => {
    ({ server, provider } = await Connecting.start());
  });
  afterAll(async () => {
    await server.close();
    await provider.close();
  });

  it('count what is refused as well', async () => {
    const connecting = await Connecting.open(server, provider);
    const token = await connecting.tokenOf();
    const begin = async (config: string): Promise<unknown[]> => {
      const { status, body } = await connecting.api('/sessions', token, 'POST', { config });
      return [status, body['code']];
    };
    for (let begun = 0; begun < AN_HOUR; begun++) expect(await begin(randomUUID())).toEqual([404, 'not_found']);
    const { id } = await connecting.config();
    expect(await begin(id)).toEqual([429, 'rate_limited']);
  });
});
