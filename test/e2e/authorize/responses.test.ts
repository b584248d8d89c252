import type { Realm } from '../../../src/realms/realm.types.js';
import { aRealm } from '../../support/builders.js';
import { departureOf, pageOf, responseOf } from '../../support/form-browser.js';
import { startServer, type TestServer } from '../../support/server.js';
import { CALLBACK, Relying } from './support.js';

let server: TestServer;
let realm: Realm;
let relying: Relying;
beforeAll(async () => {
  server = await startServer();
  realm = await aRealm(server);
  relying = await Relying.in(server, realm);
});
afterAll(() => server.close());

const NASTY = `"><script>alert(1)</script>&code=evil'é`;

describe('an answer', () => {
  it.each(['query', 'fragment', 'form_post'])(
    'req 13: by %s has code, state and issuer, and no token',
    async (mode) => {
      const response = responseOf(await relying.signIn({ response_mode: mode, state: NASTY }));
      expect(Object.keys(response).sort()).toEqual(['code', 'iss', 'state']);
      expect(response).toMatchObject({ state: NASTY, iss: server.issuer(realm.name) });
      expect((await relying.redeem(response['code'] ?? '')).status).toBe(200);
    },
  );

  it.each(['query', 'fragment', 'form_post'])('req 13: by %s has the issuer in an error too', async (mode) => {
    const browser = relying.browser();
    const arrival = await browser.carryOn(
      await relying.ask({ response_mode: mode, prompt: 'none' }, browser),
      relying.user,
    );
    expect(responseOf(arrival)).toMatchObject({ error: 'login_required', iss: server.issuer(realm.name) });
  });

  it('goes where it is asked to: into the query, behind the hash, into a form', async () => {
    const arrivals = ['query', 'fragment', 'form_post'].map((mode) => relying.signIn({ response_mode: mode }));
    const [query, fragment, posted] = (await Promise.all(arrivals)).map(departureOf);
    expect(query?.url.search).toMatch(/^\?code=/);
    expect(fragment?.url).toMatchObject({ search: '' });
    expect(fragment?.url.hash).toMatch(/^#code=/);
    expect(posted).toMatchObject({ method: 'POST' });
    expect(posted?.url.href).toBe(CALLBACK);
  });

  it('req 15: is never a token', async () => {
    for (const response_type of ['token', 'id_token', 'code token', 'id_token token']) {
      for (const response_mode of ['query', 'fragment']) {
        const response = responseOf(await relying.ask({ response_type, response_mode }));
        expect(response['error']).toBe('unsupported_response_type');
        expect(Object.keys(response).filter((name) => name.endsWith('token'))).toEqual([]);
      }
    }
  });

  it('req 14: knows response types as sets, and code alone', async () => {
    for (const response_type of ['none', 'CODE', 'token code', 'code code id_token'])
      expect(responseOf(await relying.ask({ response_type }))['error']).toBe('unsupported_response_type');
    expect(responseOf(await relying.signIn({ response_type: 'code code' }))['code']).toBeDefined();
  });

  it('req 16: as a form has its values escaped, a script of its nonce, and one target', async () => {
    const browser = relying.browser();
    await relying.signIn({}, browser);
    const page = pageOf(await relying.ask({ response_mode: 'form_post', state: NASTY }, browser));
    expect(page.html).not.toContain('<script>alert');
    expect(page.forms).toHaveLength(1);
    expect(page.forms[0]).toMatchObject({ action: CALLBACK, method: 'POST', fields: { state: NASTY } });
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'nonce-[^']+'/);
    expect(policy).toMatch(/form-action[^;]* https:\/\/client\.example/);
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  it('req 26: has a long state and a long nonce whole', async () => {
    const [state, nonce] = ['s'.repeat(4000), 'n'.repeat(64)];
    const response = responseOf(await relying.signIn({ state, nonce }));
    expect(response['state']).toBe(state);
    const { body } = await relying.redeem(response['code'] ?? '');
    const [, payload = ''] = String(body['id_token']).split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ nonce });
  });

  it('req 26: refuses a state that is too long', async () => {
    expect(responseOf(await relying.ask({ state: 's'.repeat(4097) }))['error']).toBe('invalid_request');
  });
});

describe('a request by POST', () => {
  it('is one like any other', async () => {
    const browser = relying.browser();
    const arrival = await browser.post(relying.oauth.url('oauth/authorize'), Object.fromEntries(relying.query()));
    expect(responseOf(await browser.carryOn(arrival, relying.user))['code']).toMatch(/^rgc_/);
  });

  it('req 21: from another site, which leaves the cookies behind, takes no browser its own', async () => {
    const body = relying.query();
    const answer = await fetch(relying.oauth.url('oauth/authorize'), { method: 'POST', body, redirect: 'manual' });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.headers.get('location')).toMatch(/^\/realms\/[^/]+\/oauth\/authorize\?client_id=/);
  });

  it('is a form', async () => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    expect((await fetch(relying.oauth.url('oauth/authorize'), init)).status).toBe(400);
  });
});
