import { aClient, aRealm, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { OAuth } from '../../support/oauth.js';
import { request } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { type Admin, itemsOf, masterAdmin, refusedFields } from './support.js';

const PASSWORD = 'correct-horse-battery';

let server: TestServer;
let admin: Admin;
let realm: Realm;
let client: BuiltClient;
let at: string;
beforeAll(async () => {
  server = await startServer();
  admin = await masterAdmin(server);
  realm = await aRealm(server);
  client = await aClient(server, realm);
  at = `/realms/${realm.name}/users`;
});
afterAll(() => server.close());

const signIn = (username: string, password = PASSWORD) =>
  new OAuth(server, realm).password(client, { username, password } as BuiltUser);

describe('users', () => {
  it('are made, read, changed, listed and deleted', async () => {
    await admin.post(`/realms/${realm.name}/roles`, { name: 'auditor' });
    const ada = { username: 'Ada', email: 'ada@example.com', fullName: 'Ada Lovelace', password: PASSWORD };
    const made = await admin.post(at, { ...ada, roles: ['auditor'], attributes: { locale: 'en', tags: ['a'] } });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/admin/v1${at}/Ada`);
    expect(made.body).toMatchObject({ username: 'Ada', roles: ['auditor'], enabled: true, version: 1 });
    expect(made.text).not.toMatch(/password|argon2/i);
    const read = await admin.get(`${at}/ada`);
    expect(read.body).toEqual(made.body);
    expect(read.headers.get('etag')).toBe('"1"');
    const changed = await admin.patch(`${at}/Ada`, { email: null, attributes: { locale: null, zone: 'UTC' } });
    expect(changed.body).toMatchObject({
      email: null,
      fullName: 'Ada Lovelace',
      attributes: { tags: ['a'], zone: 'UTC' },
    });
    expect(changed.body['attributes']).not.toHaveProperty('locale');
    expect(itemsOf(await admin.get(at)).map(({ username }) => username)).toContain('Ada');
    expect((await admin.delete(`${at}/Ada`)).status).toBe(204);
    expect((await admin.get(`${at}/Ada`)).status).toBe(404);
  });

  it('are unique whatever their case', async () => {
    expect((await admin.post(at, { username: 'Grace' })).status).toBe(201);
    expect((await admin.post(at, { username: 'gRACE' })).status).toBe(409);
  });

  it('sign in with the password they were given, until it changes or they are disabled', async () => {
    await admin.post(at, { username: 'kay', password: PASSWORD });
    expect((await signIn('kay')).status).toBe(200);
    await admin.patch(`${at}/kay`, { password: 'another-long-password' });
    expect((await signIn('kay')).status).toBe(400);
    expect((await signIn('kay', 'another-long-password')).status).toBe(200);
    await admin.patch(`${at}/kay`, { enabled: false });
    expect((await signIn('kay', 'another-long-password')).status).toBe(400);
  });

  it('a password that breaks the policy of the realm is refused', async () => {
    for (const password of ['short', 'password123', 'policy-user']) {
      const answer = await admin.post(at, { username: 'policy-user', password });
      expect(refusedFields(answer)).toEqual(['password']);
      expect(answer.text).not.toContain(password === 'short' ? '"short"' : password);
    }
    await admin.patch(`/realms/${realm.name}`, { passwordPolicy: { minLength: 30 } });
    expect((await admin.post(at, { username: 'policy-user', password: PASSWORD })).status).toBe(400);
    await admin.patch(`/realms/${realm.name}`, { passwordPolicy: { minLength: 8 } });
  });

  it('that were locked out are let in again', async () => {
    await admin.post(at, { username: 'locked', password: PASSWORD });
    for (let attempt = 0; attempt < 7; attempt++) await signIn('locked', 'wrong-password-again');
    expect((await signIn('locked')).status).toBe(400);
    expect((await admin.patch(`${at}/locked`, { unlocked: true })).status).toBe(200);
    expect((await signIn('locked')).status).toBe(200);
  });

  it('hold the roles that replaced the ones before, and a new version', async () => {
    for (const name of ['r1', 'r2']) await admin.post(`/realms/${realm.name}/roles`, { name });
    await admin.post(at, { username: 'roles', roles: ['r1'] });
    const replaced = await admin.put(`${at}/roles/roles`, ['r2', 'r2']);
    expect(replaced.status).toBe(200);
    expect(JSON.parse(replaced.text)).toEqual(['r2']);
    expect((await admin.get(`${at}/roles`)).body).toMatchObject({ roles: ['r2'], version: 2 });
    expect((await admin.put(`${at}/roles/roles`, ['no-such-role'])).status).toBe(400);
    for (const body of [{}, 'r1', [1], [['r1']], [null], null]) {
      expect((await admin.put(`${at}/roles/roles`, body)).status).toBe(400);
    }
    expect((await admin.put(`${at}/roles/roles`, [])).status).toBe(200);
    expect((await admin.put(`${at}/nobody/roles`, [])).status).toBe(404);
  });

  it('writes by If-Match alone what was read', async () => {
    await admin.post(at, { username: 'tagged' });
    expect((await admin.patch(`${at}/tagged`, { fullName: 'A' }, { 'if-match': '"1"' })).status).toBe(200);
    expect((await admin.patch(`${at}/tagged`, { fullName: 'B' }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await admin.delete(`${at}/tagged`, { 'if-match': '"1"' })).status).toBe(412);
    expect((await admin.delete(`${at}/tagged`, { 'if-match': '"2"' })).status).toBe(204);
  });

  it('req 87: lists and objects where texts belong are refused before they reach a statement', async () => {
    const wrong = [{ $gt: '' }, ['a'], 7, true, null];
    for (const value of wrong) {
      const answer = await admin.post(at, {
        username: value,
        fullName: [value],
        email: { a: value },
        password: [value],
      });
      expect(answer.status).toBe(400);
      expect(refusedFields(answer).sort()).toEqual(['email', 'fullName', 'password', 'username']);
    }
    for (const body of ['"text"', '[]', '[{}]', '7', 'null', 'true']) {
      const answer = await admin.send('PATCH', `${at}/gRACE`, JSON.parse(body));
      expect(answer.status).toBe(400);
    }
  });

  it('req 87: a cursor is a place in a list and nothing else', async () => {
    for (const cursor of ["' OR 1=1 --", 'AAAA', '%00', 'A'.repeat(22).concat('=='), 'A'.repeat(300)]) {
      expect((await admin.get(`${at}?cursor=${encodeURIComponent(cursor)}`)).status).toBe(400);
    }
    for (const query of [
      'limit=0',
      'limit=201',
      'limit=x',
      'limit=1&limit=2',
      'cursor=a&cursor=b',
      'sort=id',
      'limit[]=1',
    ]) {
      expect((await admin.get(`${at}?${query}`)).status).toBe(400);
    }
  });

  it('req 53: a body that is malformed, too deep or too large is refused, never cut', async () => {
    const headers = { 'authorization': `Bearer ${admin.token}`, 'content-type': 'application/json' };
    const raw = (body: string) => request(`${server.url}/admin/v1${at}`, { method: 'POST', body, headers });
    expect((await raw('{"username":')).status).toBe(400);
    expect((await raw(`{"username":"deep","attributes":${'{"a":'.repeat(20)}1${'}'.repeat(20)}}`)).status).toBe(400);
    expect((await raw(JSON.stringify({ username: 'big', fullName: 'x'.repeat(70_000) }))).status).toBe(413);
    expect((await admin.post(at, { username: 'wide', attributes: { a: 'x'.repeat(17_000) } })).status).toBe(400);
    expect((await admin.post(at, { username: 'long', fullName: 'x'.repeat(256) })).status).toBe(400);
  });
});
