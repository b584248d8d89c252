import { ClientsService } from '../../../src/clients/clients.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import type { BuiltUser } from '../../support/builders.js';
import { FormBrowser, pageOf, responseOf } from '../../support/form-browser.js';
import type { Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import type { OnesaitClient } from './onesait.client.js';
import { anOnesaitRealm, clientOf, member, realmBase } from './onesait-support.js';

const CALLBACK = 'https://dashboard.example.com/callback';

let server: TestServer;
let realm: Realm;
let user: BuiltUser;
let client: OnesaitClient;
beforeAll(async () => {
  server = await startServer();
  realm = await anOnesaitRealm(server, 'Dashboards', ['operator']);
  await server.get(ClientsService).update(realm, realm.name, { redirectUris: [CALLBACK], requirePkce: false });
  user = await member(server, realm, 'ada', ['operator']);
  client = clientOf(server, realm);
});
afterAll(() => server.close());

type Changes = Record<string, string>;

const address = (changes: Changes = {}, base = server.url): string => {
  const usual = { client_id: realm.name, redirect_uri: CALLBACK, response_type: 'code', scope: 'openid', state: 'x' };
  return `${base}/oauth-server/oauth/authorize?${new URLSearchParams({ ...usual, ...changes }).toString()}`;
};

const signIn = async (url = address()): Promise<Readonly<Record<string, string>>> =>
  responseOf(await new FormBrowser(server.url).signIn(url, user));

const redeem = (code: string | undefined, changes: Changes = {}): Promise<Answer> =>
  client.token({ grant_type: 'authorization_code', code: code ?? '', redirect_uri: CALLBACK, ...changes });

describe('onesait: sign-in in the browser', () => {
  it('gives a code to the realm that the client_id names, and its pair in the form of the dialect', async () => {
    const { code, state } = await signIn();
    expect(state).toBe('x');
    const { status, body } = await redeem(code);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        token_type: 'bearer',
        scope: 'openid',
        name: 'ada',
        principal: 'ada',
        clientId: realm.name,
        grantType: 'authorization_code',
        authorities: ['operator'],
        parameters: { grant_type: 'authorization_code', redirect_uri: CALLBACK },
      },
    });
    expect(JSON.stringify(body['parameters'])).not.toContain(code);
    expect(await client.isLive(String(body['access_token']))).toBe(true);
    const refreshed = await client.refresh(String(body['refresh_token']));
    expect(refreshed.body).toMatchObject({ grantType: 'authorization_code', name: 'ada' });
    // As with every refresh in this dialect.
    expect(await client.isLive(String(body['access_token']))).toBe(false);
  });

  it('does the same below the path of the realm', async () => {
    const { code } = await signIn(address({}, realmBase(server, realm)));
    expect((await redeem(code)).status).toBe(200);
  });

  it('req 28: refuses a code that was used, in its own words', async () => {
    const { code } = await signIn();
    await redeem(code);
    const { status, body } = await redeem(code);
    expect({ status, body }).toEqual({
      status: 401,
      body: { error: 'invalid_grant', error_description: `Invalid authorization code: ${code}` },
    });
  });

  it('req 32: refuses another redirect URI, and asks for a code', async () => {
    const { code } = await signIn();
    expect((await redeem(code, { redirect_uri: 'https://evil.example' })).status).toBe(401);
    const { body } = await client.token({ grant_type: 'authorization_code' });
    expect(body).toEqual({ error: 'invalid_request', error_description: 'An authorization code must be supplied.' });
  });

  it.each([
    [
      'req 1',
      'a redirect URI that is not registered, though the original took any',
      { redirect_uri: 'https://evil.example' },
    ],
    ['req 6', 'a realm that is unknown', { client_id: 'Nowhere' }],
    ['req 6', 'a client of the realm that is not the realm itself', { client_id: 'dashboards' }],
  ])('%s: shows a page for %s', async (_no, _what, changes) => {
    const page = pageOf(await new FormBrowser(server.url).open(address(changes)));
    expect(page.status).toBe(400);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  });

  it('shows a page for another realm than that of the path, and for one that does not exist', async () => {
    const other = await anOnesaitRealm(server, 'Others');
    const browser = new FormBrowser(server.url);
    expect(pageOf(await browser.open(address({}, realmBase(server, other)))).status).toBe(400);
    expect(pageOf(await browser.open(address({}, `${server.url}/realms/nowhere/dialects/onesait`))).status).toBe(404);
  });
});
