import { Sql } from '../../../src/database/sql.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { aRealm } from '../../support/builders.js';
import { departureOf, pageOf, responseOf } from '../../support/form-browser.js';
import { basic, postForm, request, type Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { CALLBACK, Relying } from './support.js';

let server: TestServer;
let realm: Realm;
let relying: Relying;
let native: Relying;
beforeAll(async () => {
  server = await startServer();
  realm = await aRealm(server);
  relying = await Relying.in(server, realm);
  native = await Relying.in(server, realm, { type: 'public' });
});
afterAll(() => server.close());

type Changes = Record<string, string | string[] | undefined>;

const push = (changes: Changes = {}, by = relying): Promise<Answer> => {
  const form = [...by.query(changes)];
  const headers = by.client.type === 'public' ? {} : basic(by.client);
  return postForm(by.oauth.url('oauth/par'), form, headers);
};

async function pushed(changes: Changes = {}, by = relying): Promise<string> {
  const { status, body } = await push(changes, by);
  expect({ status, body }).toMatchObject({ status: 201, body: { expires_in: 60 } });
  return String(body['request_uri']);
}

/** With a pushed request: the client and the reference, and nothing else. */
const using = (requestUri: string, by = relying, more = ''): string => {
  const query = new URLSearchParams({ client_id: by.client.clientId, request_uri: requestUri });
  return `${by.oauth.url('oauth/authorize')}?${query.toString()}${more}`;
};

describe('a pushed authorization request', () => {
  it('req 65: is asked for by its reference alone, by clients of both types', async () => {
    for (const by of [relying, native]) {
      const requestUri = await pushed({ state: 'pushed' }, by);
      expect(requestUri).toMatch(/^urn:ietf:params:oauth:request_uri:rgp_[A-Za-z0-9_-]{43}$/);
      const response = responseOf(await by.browser().signIn(using(requestUri, by), by.user));
      expect(response).toMatchObject({ state: 'pushed' });
      expect((await by.redeem(response['code'] ?? '')).status).toBe(200);
    }
  });

  it('req 65: is pushed by the client itself', async () => {
    const form = [...relying.query()];
    const url = relying.oauth.url('oauth/par');
    expect((await postForm(url, form)).body).toMatchObject({ error: 'invalid_client' });
    const wrong = await postForm(url, form, basic({ ...relying.client, secret: 'not the secret at all' }));
    expect(wrong.status).toBe(401);
    expect((await push({ client_id: native.client.clientId })).body).toMatchObject({ error: 'invalid_request' });
  });

  it('req 65: is nothing to another client', async () => {
    const requestUri = await pushed();
    expect(pageOf(await native.browser().open(using(requestUri, native))).status).toBe(400);
    expect(responseOf(await relying.browser().signIn(using(requestUri), relying.user))['code']).toBeDefined();
  });

  it('req 65: is answered once, however often it was opened', async () => {
    const requestUri = await pushed();
    const [first, second] = [relying.browser(), relying.browser()];
    const opened = await second.open(using(requestUri));
    expect(responseOf(await first.signIn(using(requestUri), relying.user))['code']).toBeDefined();
    expect(pageOf(await second.carryOn(opened, relying.user)).status).toBe(400);
    expect(pageOf(await first.open(using(requestUri))).status).toBe(400);
  });

  it('req 65: is answered once without any page too', async () => {
    const browser = relying.browser();
    await relying.signIn({}, browser);
    const requestUri = await pushed({ prompt: 'none' });
    expect(responseOf(await browser.open(using(requestUri)))['code']).toBeDefined();
    expect(pageOf(await browser.open(using(requestUri))).status).toBe(400);
    const refused = await pushed({ prompt: 'none' });
    const stranger = relying.browser();
    expect(responseOf(await stranger.open(using(refused)))).toMatchObject({ error: 'login_required' });
    expect(pageOf(await stranger.open(using(refused))).status).toBe(400);
  });

  it('req 65: is forgotten after a minute', async () => {
    const requestUri = await pushed();
    server.advance(61);
    expect(pageOf(await relying.browser().open(using(requestUri))).status).toBe(400);
  });

  it('req 65: is not pushed by reference', async () => {
    const { status, body } = await push({ request_uri: await pushed() });
    expect({ status, body }).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it('req 65: counts alone: what stands beside its reference is ignored', async () => {
    const requestUri = await pushed({ state: 'pushed', scope: 'openid' });
    const more = '&state=other&scope=openid+profile&redirect_uri=https%3A%2F%2Fevil.example&prompt=none';
    const arrival = await relying.browser().signIn(using(requestUri, relying, more), relying.user);
    expect(responseOf(arrival)).toMatchObject({ state: 'pushed' });
    expect(departureOf(arrival).url.href.startsWith(CALLBACK)).toBe(true);
    const { body } = await relying.redeem(responseOf(arrival)['code'] ?? '');
    expect(body['scope']).toBe('openid');
  });

  it.each([
    ['req 1', 'invalid_request', { redirect_uri: 'https://evil.example' }],
    ['req 34', 'invalid_request', { code_challenge: undefined, code_challenge_method: undefined }],
    ['req 11', 'invalid_request', { scope: ['openid', 'openid'] }],
    ['req 51', 'invalid_scope', { scope: 'everything' }],
    ['req 14', 'unsupported_response_type', { response_type: 'token' }],
  ])('%s: is judged when it is pushed: %s', async (_no, error, changes) => {
    const { status, headers, body } = await push(changes);
    expect({ status, body }).toMatchObject({ status: 400, body: { error } });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('req 40: is posted as a form, with nothing in the URL', async () => {
    const url = relying.oauth.url('oauth/par');
    expect((await request(url)).status).toBe(405);
    expect((await postForm(`${url}?state=x`, [...relying.query()], basic(relying.client))).status).toBe(400);
  });

  it('req 38: keeps no secret of its client, and no reference', async () => {
    const form: [string, string][] = [...relying.query(), ['client_secret', relying.client.secret]];
    const { body } = await postForm(relying.oauth.url('oauth/par'), form);
    expect(body['request_uri']).toBeDefined();
    const rows = await server.get(Sql).query<{ parameters: string }>('SELECT parameters FROM pushed_requests');
    expect(JSON.stringify(rows)).not.toContain(relying.client.secret);
    expect(JSON.stringify(rows)).not.toContain('rgp_');
  });
});
