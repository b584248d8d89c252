import { aRealm } from '../../support/builders.js';
import { departureOf, responseOf } from '../../support/form-browser.js';
import { Sql } from '../../../src/database/sql.js';
import { request, type Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { Relying } from '../authorize/support.js';

const CALLBACK = 'https://auth.capacity.com/v1/dev_oauth/callback';

let server: TestServer;
let app: Relying;
beforeAll(async () => {
  server = await startServer();
  app = await Relying.in(server, await aRealm(server), {
    redirectUris: [CALLBACK],
    requirePkce: false,
    acceptsJson: true,
    refreshWithoutAuthentication: true,
  });
});
afterAll(() => server.close());

/** What the Link url of an app says: no challenge, and the secret among all that. */
const linked = () => ({
  client_secret: app.client.secret,
  code_challenge: undefined,
  code_challenge_method: undefined,
  state: 'a unique id/+=',
});

const exchange = (code: string | undefined): Promise<Answer> => {
  const { clientId: client_id, secret: client_secret } = app.client;
  const members = { grant_type: 'authorization_code', redirect_uri: CALLBACK, code, client_id, client_secret };
  const headers = { 'content-type': 'application/json' };
  return request(app.oauth.url('oauth/token'), { method: 'POST', headers, body: JSON.stringify(members) });
};

describe('Capacity: sign-in in the browser', () => {
  it('gives a code to the callback with the state unchanged, and tokens for its JSON', async () => {
    const arrival = await app.signIn(linked());
    expect(departureOf(arrival).url.href.startsWith(`${CALLBACK}?code=`)).toBe(true);
    const { code, state } = responseOf(arrival);
    expect(state).toBe('a unique id/+=');
    const { status, body } = await exchange(code);
    expect({ status, body }).toMatchObject({ status: 200, body: { token_type: 'Bearer', scope: 'openid' } });
    expect(body).toEqual(expect.objectContaining({ expires_in: body['expire_in'] }));
    expect((await exchange(code)).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('req 27: does not look at the secret in the address, keep it, log it or pass it on', async () => {
    const browser = app.browser();
    const arrival = await app.signIn({ ...linked(), prompt: 'login' }, browser);
    const { secret } = app.client;
    expect(departureOf(arrival).url.href).not.toContain(secret);
    expect(browser.trail.slice(1).map(({ url }) => url)).not.toContainEqual(expect.stringContaining(secret));
    expect(JSON.stringify(server.log)).not.toContain(secret);
    const rows = await server.get(Sql).query('SELECT parameters FROM authorization_requests');
    expect(JSON.stringify(rows)).not.toContain(secret);
    const wrong = await app.signIn({ ...linked(), client_secret: 'not the secret' });
    expect(responseOf(wrong)['code']).toBeDefined();
  });
});
