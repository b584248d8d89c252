import { aRealm } from '../../support/builders.js';
import { responseOf } from '../../support/form-browser.js';
import { startServer, type TestServer } from '../../support/server.js';
import { Relying } from './support.js';

let server: TestServer;
let relying: Relying;
beforeAll(async () => {
  server = await startServer();
  relying = await Relying.in(server, await aRealm(server));
});
afterAll(() => server.close());

describe('the code flow', () => {
  it('gives tokens for a code, with an ID token and a refresh token', async () => {
    const { status, body } = await relying.redeem(await relying.code());
    expect({ status, body }).toMatchObject({ status: 200, body: { token_type: 'Bearer', scope: 'openid' } });
    expect(Object.keys(body)).toEqual(expect.arrayContaining(['id_token', 'refresh_token', 'access_token']));
    expect((await relying.oauth.userinfo(body['access_token'])).body['sub']).toBe(relying.user.id);
  });

  it('asks nobody twice who is signed in and has agreed', async () => {
    const browser = relying.browser();
    await relying.signIn({}, browser);
    expect(responseOf(await relying.ask({}, browser))['code']).toMatch(/^rgc_/);
  });
});
