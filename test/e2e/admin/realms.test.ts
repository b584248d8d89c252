import { aRealm } from '../../support/builders.js';
import { basic, postForm } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { type Admin, itemsOf, masterAdmin, refusedFields } from './support.js';

let server: TestServer;
let admin: Admin;
beforeAll(async () => {
  server = await startServer();
  admin = await masterAdmin(server);
});
afterAll(() => server.close());

const tokenAt = (realm: string, clientId: string, secret: string) =>
  postForm(`${server.issuer(realm)}/oauth/token`, { grant_type: 'client_credentials' }, basic({ clientId, secret }));

describe('realms', () => {
  it('a realm made without key and validity answers with 43200 seconds and takes onesaitplatform as the secret of its own client', async () => {
    const made = await admin.post('/realms', { name: 'plain' });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe('/admin/v1/realms/plain');
    expect(made.body).toMatchObject({ name: 'plain', tokenValiditySeconds: 43200, usesDefaultKey: true });
    const answer = await tokenAt('plain', 'plain', 'onesaitplatform');
    expect(answer.status).toBe(200);
    expect(answer.body['expires_in']).toBe(43200);
  });

  it('is made with its keys, scopes, role and own client', async () => {
    await admin.post('/realms', { name: 'whole' });
    const names = async (path: string, field = 'name') =>
      itemsOf(await admin.get(`/realms/whole/${path}`)).map((item) => item[field]);
    expect(await names('scopes')).toEqual(
      expect.arrayContaining([
        'openid',
        'profile',
        'email',
        'address',
        'phone',
        'offline_access',
        'admin:read',
        'admin:write',
      ]),
    );
    expect(await names('roles')).toEqual(['realm-admin']);
    expect(await names('clients', 'clientId')).toEqual(['whole']);
    expect((await names('keys', 'alg')).sort()).toEqual(['ES256', 'ES256', 'RS256', 'RS256']);
    const own = await admin.get('/realms/whole/clients/whole');
    expect(own.body).toMatchObject({ origin: 'realm', scopes: ['openid'], secrets: [] });
    expect(own.body['grantTypes']).toHaveLength(4);
  });

  it('the own client of master has no grant, no scope, and does not take the default key', async () => {
    const own = await admin.get('/realms/master/clients/master');
    expect(own.body).toMatchObject({ origin: 'realm', grantTypes: [], scopes: [] });
    expect((await admin.get('/realms/master')).body['usesDefaultKey']).toBe(false);
    expect((await tokenAt('master', 'master', 'onesaitplatform')).status).toBe(401);
  });

  it('never reads the key back, and null brings back the default', async () => {
    const made = await admin.post('/realms', { name: 'keyed', key: 'a-key-of-its-own' });
    expect(made.text).not.toContain('a-key-of-its-own');
    expect(made.body).not.toHaveProperty('key');
    expect(made.body['usesDefaultKey']).toBe(false);
    expect((await tokenAt('keyed', 'keyed', 'a-key-of-its-own')).status).toBe(200);
    expect((await tokenAt('keyed', 'keyed', 'onesaitplatform')).status).toBe(401);
    const cleared = await admin.patch('/realms/keyed', { key: null });
    expect(cleared.body['usesDefaultKey']).toBe(true);
    expect((await tokenAt('keyed', 'keyed', 'onesaitplatform')).status).toBe(200);
  });

  it('merges a PATCH: what is absent stays, null clears, objects are merged into', async () => {
    await admin.post('/realms', { name: 'merged', displayName: 'Merged', tokenValiditySeconds: 60, description: 'x' });
    const answer = await admin.patch('/realms/merged', {
      tokenValiditySeconds: null,
      description: null,
      passwordPolicy: { minLength: 12 },
      branding: { primaryColor: '#0057b7' },
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      displayName: 'Merged',
      description: null,
      tokenValiditySeconds: 43200,
      passwordPolicy: { minLength: 12, maxLength: 256 },
      branding: { primaryColor: '#0057b7' },
    });
    const again = await admin.patch('/realms/merged', { branding: { primaryColor: null } });
    expect(again.body['branding']).toEqual({});
  });

  it('gives times as RFC 3339 texts in UTC and takes them with a zone alone', async () => {
    const { body } = await admin.post('/realms', { name: 'timed' });
    expect(body['createdAt']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const set = await admin.patch('/realms/timed', { notBefore: '2026-01-31T13:00:00+01:00' });
    expect(set.body['notBefore']).toBe('2026-01-31T12:00:00.000Z');
    for (const notBefore of ['2026-01-31T12:00:00', '2026-01-31', 1769860800000, '2026-99-31T12:00:00Z']) {
      expect((await admin.patch('/realms/timed', { notBefore })).status).toBe(400);
    }
  });

  it('master cannot be deleted or disabled', async () => {
    expect((await admin.delete('/realms/master')).status).toBe(409);
    expect((await admin.patch('/realms/master', { enabled: false })).status).toBe(409);
    expect((await admin.get('/realms/master')).body['enabled']).toBe(true);
  });

  it('a disabled realm answers 404 to its clients, and can be enabled again', async () => {
    await admin.post('/realms', { name: 'paused' });
    await admin.patch('/realms/paused', { enabled: false });
    expect((await tokenAt('paused', 'paused', 'onesaitplatform')).status).toBe(404);
    expect((await admin.patch('/realms/paused', { enabled: true })).status).toBe(200);
    expect((await tokenAt('paused', 'paused', 'onesaitplatform')).status).toBe(200);
  });

  it('a deleted realm is gone with all that is in it, and its name is free again', async () => {
    await admin.post('/realms', { name: 'gone', key: 'a-key-of-its-own' });
    await admin.post('/realms/gone/users', { username: 'ada', password: 'correct-horse-battery' });
    expect((await admin.delete('/realms/gone')).status).toBe(204);
    for (const path of ['', '/users', '/clients', '/keys'])
      expect((await admin.get(`/realms/gone${path}`)).status).toBe(404);
    expect((await admin.post('/realms', { name: 'gone' })).status).toBe(201);
    expect((await admin.get('/realms/gone/users/ada')).status).toBe(404);
    expect((await tokenAt('gone', 'gone', 'a-key-of-its-own')).status).toBe(401);
  });

  it('refuses a name that is taken with 409 and leaves nothing behind', async () => {
    await admin.post('/realms', { name: 'taken' });
    const answer = await admin.post('/realms', { name: 'taken' });
    expect(answer.status).toBe(409);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(itemsOf(await admin.get('/realms/taken/clients'))).toHaveLength(1);
  });

  it('names every field that is not valid, and those that it does not know', async () => {
    const answer = await admin.post('/realms', {
      name: 'sp ace',
      key: 'abc',
      enabled: 'yes',
      signingAlgorithm: 'HS256',
      colour: 1,
    });
    expect(answer.status).toBe(400);
    expect(refusedFields(answer).sort()).toEqual(['colour', 'enabled', 'key', 'name', 'signingAlgorithm']);
    expect((await admin.post('/realms', {})).status).toBe(400);
    expect(
      (await admin.post('/realms', { name: 'half', passwordPolicy: { minLength: 20, maxLength: 10 } })).status,
    ).toBe(400);
    expect((await admin.get('/realms/half')).status).toBe(404);
  });

  it('pages through a list by opaque cursors', async () => {
    for (let index = 0; index < 3; index++) await aRealm(server);
    const seen: unknown[] = [];
    for (let cursor = ''; ;) {
      const page = await admin.get(`/realms?limit=2${cursor && `&cursor=${cursor}`}`);
      expect(itemsOf(page).length).toBeLessThanOrEqual(2);
      seen.push(...itemsOf(page).map(({ name }) => name));
      if (page.body['nextCursor'] === null) break;
      cursor = String(page.body['nextCursor']);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(itemsOf(await admin.get('/realms?limit=200')).map(({ name }) => name));
  });
});

describe('conditional requests', () => {
  it('a read carries an ETag, by which a write may insist and a repeat is answered 304', async () => {
    await admin.post('/realms', { name: 'tagged' });
    const tag = (await admin.get('/realms/tagged')).headers.get('etag') ?? '';
    expect(tag).toBe('"1"');
    expect((await admin.get('/realms/tagged', { 'if-none-match': tag })).status).toBe(304);
    const changed = await admin.patch('/realms/tagged', { displayName: 'A' }, { 'if-match': tag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).toBe('"2"');
    expect((await admin.patch('/realms/tagged', { displayName: 'B' }, { 'if-match': tag })).status).toBe(412);
    expect((await admin.patch('/realms/tagged', { displayName: 'B' }, { 'if-match': 'nonsense' })).status).toBe(412);
    expect((await admin.delete('/realms/tagged', { 'if-match': tag })).status).toBe(412);
    expect((await admin.get('/realms/tagged')).body['displayName']).toBe('A');
    expect((await admin.patch('/realms/tagged', { displayName: 'C' }, { 'if-match': '*' })).status).toBe(200);
    expect((await admin.delete('/realms/tagged', { 'if-match': '"3"' })).status).toBe(204);
  });
});
