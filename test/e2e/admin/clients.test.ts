import { aRealm, type BuiltClient } from '../../support/builders.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { OAuth } from '../../support/oauth.js';
import { startServer, type TestServer } from '../../support/server.js';
import { type Admin, itemsOf, masterAdmin, refusedFields } from './support.js';

let server: TestServer;
let admin: Admin;
let realm: Realm;
let at: string;
beforeAll(async () => {
  server = await startServer();
  admin = await masterAdmin(server);
  realm = await aRealm(server);
  at = `/realms/${realm.name}/clients`;
});
afterAll(() => server.close());

const FORM = 'application/x-www-form-urlencoded';
const SERVICE = { grantTypes: ['client_credentials'] };

/** Status of the token endpoint for that secret. */
async function tries(clientId: string, secret: string): Promise<number> {
  const client = { clientId, secret, type: 'confidential' } as BuiltClient;
  return (await new OAuth(server, realm).clientCredentials(client)).status;
}

describe('clients', () => {
  it("of the realm itself keep to the realm's key", async () => {
    expect((await admin.post(`${at}/${realm.name}/secrets`)).status).toBe(409);
  });

  it('req 51: lose a scope that is taken away, in their live tokens too', async () => {
    const scopes = ['profile', 'email'];
    const { body: made } = await admin.post(at, { clientId: 'losing', ...SERVICE, scopes, defaultScopes: scopes });
    const oauth = new OAuth(server, realm);
    const client = { clientId: 'losing', secret: String(made['clientSecret']), type: 'confidential' } as BuiltClient;
    const token = (await oauth.clientCredentials(client)).body['access_token'];
    await admin.patch(`${at}/losing`, { scopes: ['email'], defaultScopes: [] });
    expect((await oauth.introspect(client, token)).body).toMatchObject({ active: true, scope: 'email' });
  });

  it('say which content type a body needs that came as a form', async () => {
    const { status, body } = await admin.send('POST', at, { clientId: 'form' }, { 'content-type': FORM });
    expect(status).toBe(400);
    expect(body['errors']).toEqual([{ field: 'body', message: 'must be JSON: send Content-Type: application/json' }]);
  });

  it('are made, read, changed, listed and deleted', async () => {
    const made = await admin.post(at, { clientId: 'orders', name: 'Orders', ...SERVICE, scopes: ['profile'] });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/admin/v1${at}/orders`);
    expect(made.body).toMatchObject({
      clientId: 'orders',
      type: 'confidential',
      origin: 'admin',
      scopes: ['profile'],
      defaultScopes: [],
      requirePkce: true,
      idTokenSignedResponseAlg: 'RS256',
      enabled: true,
    });
    const read = await admin.get(`${at}/orders`);
    expect(read.body).not.toHaveProperty('clientSecret');
    expect(read.text).not.toContain(String(made.body['clientSecret']));
    const changed = await admin.patch(`${at}/orders`, {
      name: null,
      scopes: ['profile', 'email'],
      defaultScopes: ['email'],
    });
    expect(changed.body).toMatchObject({
      name: null,
      scopes: ['profile', 'email'],
      defaultScopes: ['email'],
      ...SERVICE,
    });
    expect(changed.headers.get('etag')).toBe('"2"');
    expect(itemsOf(await admin.get(at)).map(({ clientId }) => clientId)).toContain('orders');
    expect((await admin.delete(`${at}/orders`)).status).toBe(204);
    expect((await admin.get(`${at}/orders`)).status).toBe(404);
    expect((await admin.delete(`${at}/orders`)).status).toBe(404);
  });

  it('show a secret once, and only when the server made it', async () => {
    const generated = await admin.post(at, { clientId: 'generated', ...SERVICE });
    expect(await tries('generated', String(generated.body['clientSecret']))).toBe(200);
    const chosen = await admin.post(at, { clientId: 'chosen', ...SERVICE, clientSecret: 'chosen-by-the-caller' });
    expect(chosen.body).not.toHaveProperty('clientSecret');
    expect(chosen.text).not.toContain('chosen-by-the-caller');
    expect(await tries('chosen', 'chosen-by-the-caller')).toBe(200);
  });

  it('without a secret of their own are authenticated by the realm key', async () => {
    const made = await admin.post(at, { clientId: 'keyless', ...SERVICE, clientSecret: null });
    expect(made.body).toMatchObject({ secrets: [] });
    expect(await tries('keyless', 'onesaitplatform')).toBe(200);
  });

  it('take a second secret, and no third while both live', async () => {
    const first = String((await admin.post(at, { clientId: 'rolling', ...SERVICE })).body['clientSecret']);
    const second = await admin.post(`${at}/rolling/secrets?expireOthersIn=60`);
    expect(second.status).toBe(201);
    expect(second.headers.get('location')).toBe(`/admin/v1${at}/rolling`);
    const secret = String(second.body['clientSecret']);
    expect([await tries('rolling', first), await tries('rolling', secret)]).toEqual([200, 200]);
    const third = await admin.post(`${at}/rolling/secrets`);
    expect(third.status).toBe(409);
    expect(third.body['detail']).toContain('expireOthersIn=0');
    expect((await admin.post(`${at}/rolling/secrets?expireOthersIn=-1`)).status).toBe(400);
    server.advance(60);
    expect((await admin.get(`${at}/rolling`)).body['secrets']).toHaveLength(1);
    expect((await admin.post(`${at}/rolling/secrets`)).status).toBe(201);
    const ended = await admin.post(`${at}/rolling/secrets?expireOthersIn=0`, { clientSecret: 'chosen-by-the-caller' });
    expect(ended.status).toBe(201);
    expect([await tries('rolling', first), await tries('rolling', secret)]).toEqual([401, 401]);
    expect(await tries('rolling', 'chosen-by-the-caller')).toBe(200);
    expect((await admin.get(`${at}/rolling`)).text).not.toMatch(/hash|chosen-by/);
  });

  it('that are disabled are refused at once, with what they hold', async () => {
    const secret = String((await admin.post(at, { clientId: 'off', ...SERVICE })).body['clientSecret']);
    await admin.patch(`${at}/off`, { enabled: false });
    expect(await tries('off', secret)).toBe(401);
    await admin.patch(`${at}/off`, { enabled: true });
    expect(await tries('off', secret)).toBe(200);
  });

  it('the own client of the realm cannot be deleted, but changed', async () => {
    expect((await admin.delete(`${at}/${realm.name}`)).status).toBe(409);
    const changed = await admin.patch(`${at}/${realm.name}`, { scopes: ['openid', 'profile'] });
    expect(changed.body['scopes']).toEqual(['openid', 'profile']);
    expect((await admin.patch(`${at}/${realm.name}`, { scopes: ['admin:read'] })).status).toBe(400);
  });

  it('are refused with one entry for each bad field', async () => {
    const bad = {
      clientId: 'has space',
      type: 'secret',
      redirectUris: 'https://a.example',
      grantTypes: [['client_credentials']],
      accessTokenValiditySeconds: 0,
      enabled: 1,
      clientSecret: 'short',
      redirect_uris: [],
    };
    const answer = await admin.post(at, bad);
    expect(answer.status).toBe(400);
    expect(refusedFields(answer).sort()).toEqual([...Object.keys(bad)].sort());
  });

  it.each([
    ['an unknown scope', { scopes: ['no-such-scope'] }],
    ['an unknown grant', { grantTypes: ['implicit'] }],
    ['an unknown role', { roles: ['no-such-role'] }],
    ['the form of a UUID', { clientId: '0190163d-8694-739b-aea5-966c26f8ad91' }],
    ['a dangerous redirect', { redirectUris: ['javascript:alert(1)'] }],
    ['a redirect with a fragment', { redirectUris: ['https://a.example/cb#x'] }],
    ['admin scopes by default', { scopes: ['admin:read'], defaultScopes: ['admin:read'] }],
    ['client_credentials for a public client', { type: 'public', ...SERVICE }],
  ])('are refused with %s', async (_what, fields) => {
    const answer = await admin.post(at, { clientId: 'refused', ...fields });
    expect(answer.status).toBe(400);
    expect(refusedFields(answer)).not.toEqual([]);
    expect((await admin.get(`${at}/refused`)).status).toBe(404);
  });

  it('are refused with every rule that they break in one answer', async () => {
    const fields = { grantTypes: ['implicit'], scopes: ['openid', 'no-such-scope'], redirectUris: ['data:,x'] };
    const answer = await admin.post(at, { clientId: 'refused', ...fields });
    expect(refusedFields(answer).sort()).toEqual(['grantTypes[0]', 'redirectUris[0]', 'scopes[1]']);
  });

  it('take a name with a slash, percent-encoded in the path, and up to 128 characters', async () => {
    const made = await admin.post(at, { clientId: 'https://a.example/?b=%41' });
    expect((await admin.get(String(made.headers.get('location')).replace('/admin/v1', ''))).status).toBe(200);
    expect((await admin.post(at, { clientId: '%'.repeat(128) })).status).toBe(201);
    expect((await admin.get(`${at}/${encodeURIComponent('%'.repeat(128))}`)).status).toBe(200);
    expect((await admin.post(at, { clientId: 'x'.repeat(129) })).status).toBe(400);
  });

  it('req 89: lists are bounded', async () => {
    const redirectUris = Array.from({ length: 51 }, (_value, index) => `https://a.example/${index}`);
    expect(refusedFields(await admin.post(at, { clientId: 'many', redirectUris }))).toEqual(['redirectUris']);
    const scopes = Array.from({ length: 101 }, (_value, index) => `s${index}`);
    expect(refusedFields(await admin.post(at, { clientId: 'many', scopes }))).toEqual(['scopes']);
  });

  it('deleting a scope takes it from the clients that named it; a standard one stays', async () => {
    const scopes = `/realms/${realm.name}/scopes`;
    await admin.post(scopes, { name: 'orders:read', description: 'See orders' });
    await admin.post(at, { clientId: 'scoped', scopes: ['profile', 'orders:read'], defaultScopes: ['orders:read'] });
    expect((await admin.delete(`${scopes}/orders:read`)).status).toBe(204);
    expect((await admin.get(`${at}/scoped`)).body).toMatchObject({ scopes: ['profile'], defaultScopes: [] });
    expect((await admin.delete(`${scopes}/openid`)).status).toBe(409);
    expect((await admin.delete(`${scopes}/orders:read`)).status).toBe(404);
  });
});
