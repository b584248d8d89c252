import { AttemptsService } from '../../../src/attempts/attempts.service.js';
import { RequestFloods, type WaitingKind } from '../../../src/oauth/authorize/request-floods.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { aRealm } from '../../support/builders.js';
import { pageOf, responseOf } from '../../support/form-browser.js';
import { basic, postForm } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { Relying } from './support.js';

const ALLOWED = 3000;
const AT_ONCE = 100;

let server: TestServer;
let realm: Realm;
let relying: Relying;
let other: Relying;
beforeAll(async () => {
  server = await startServer();
  realm = await aRealm(server);
  relying = await Relying.in(server, realm);
  other = await Relying.in(server, realm);
});
afterAll(() => server.close());

/** As many as one address may ask for in the name of the client, bar none. */
async function fill(kind: WaitingKind): Promise<void> {
  const floods = new RequestFloods(server.get(AttemptsService));
  const asker = { clientId: relying.client.id, address: '127.0.0.1' };
  for (let counted = 0; counted < ALLOWED; counted += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => floods.count(realm, kind, asker)));
  }
}

describe('a flood of requests that nobody finishes', () => {
  it('req 89: is cut off at the authorization endpoint for that client and address, and the client is told', async () => {
    await fill('authorization_request');
    expect(responseOf(await relying.ask())).toMatchObject({ error: 'temporarily_unavailable', state: 'a-state' });
    expect(pageOf(await other.ask()).status).toBe(200);
    server.advance(3600);
    expect(pageOf(await relying.ask()).status).toBe(200);
  });

  it('req 89: is cut off where requests are pushed, with 429', async () => {
    const push = (by: Relying) => postForm(by.oauth.url('oauth/par'), [...by.query()], basic(by.client));
    await fill('pushed_request');
    const { status, body, headers } = await push(relying);
    expect({ status, error: body['error'] }).toEqual({ status: 429, error: 'temporarily_unavailable' });
    expect(headers.get('retry-after')).toBe('60');
    expect((await push(other)).status).toBe(201);
  });
});
