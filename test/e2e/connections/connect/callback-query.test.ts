import { Connecting } from '../../../support/connecting.js';
import { fieldsOf } from '../../../support/providers/provider-call.js';
import type { SuiteProvider } from '../../../support/providers/suite-provider.js';
import type { TestServer } from '../../../support/server.js';

describe('the query of a callback', () => {
  let server: TestServer;
  let provider: SuiteProvider;

  beforeAll(async () => {
    ({ server, provider } = await Connecting.start());
  });
  afterAll(async () => {
    await server.close();
    await provider.close();
  });

  it('is read to its end, question marks included', async () => {
    const connecting = await Connecting.open(server, provider);
    const browser = connecting.browser();
    const { url } = await connecting.userSession(await connecting.config());
    await connecting.signIn(browser);
    const back = await connecting.outbound(browser, url);
    const state = back.searchParams.get('state');
    await browser.open(`${back.origin}${back.pathname}?code=one?two&state=${state}`);
    expect(provider.tokenCalls('authorization_code').map((call) => fieldsOf(call)['code'])).toEqual(['one?two']);
  });
});
