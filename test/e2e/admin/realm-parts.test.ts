import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
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
  at = `/realms/${realm.name}`;
});
afterAll(() => server.close());

describe('roles', () => {
  it('are made, listed and deleted, with what holds them', async () => {
    const made = await admin.post(`${at}/roles`, { name: 'editor', description: 'Edits' });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/admin/v1${at}/roles/editor`);
    expect(made.body).toEqual({ name: 'editor', description: 'Edits' });
    expect((await admin.post(`${at}/roles`, { name: 'editor' })).status).toBe(409);
    expect(refusedFields(await admin.post(`${at}/roles`, { name: 'two words' }))).toEqual(['name']);
    await aUser(server, realm, { username: 'held', roles: ['editor'] });
    expect((await admin.delete(`${at}/roles/editor`)).status).toBe(204);
    expect((await admin.delete(`${at}/roles/editor`)).status).toBe(404);
    expect((await admin.get(`${at}/users/held`)).body['roles']).toEqual([]);
  });

  it('administration rests on stay', async () => {
    expect((await admin.delete(`${at}/roles/realm-admin`)).status).toBe(409);
    expect((await admin.delete('/realms/master/roles/server-admin')).status).toBe(409);
  });

  it('are bridged to a role of another realm, and the bridge is taken down', async () => {
    const other = await aRealm(server);
    await admin.post(`${at}/roles`, { name: 'parent' });
    await admin.post(`/realms/${other.name}/roles`, { name: 'child' });
    const bridge = { parentRole: 'parent', childRealm: other.name, childRole: 'child' };
    const made = await admin.post(`${at}/role-associations`, bridge);
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/admin/v1${at}/role-associations`);
    expect((await admin.post(`${at}/role-associations`, bridge)).status).toBe(409);
    expect(itemsOf(await admin.get(`${at}/role-associations`))).toEqual([bridge]);
    expect((await admin.post(`${at}/role-associations`, { ...bridge, childRole: 'none' })).status).toBe(400);
    expect((await admin.delete(`${at}/role-associations?${new URLSearchParams(bridge)}`)).status).toBe(204);
    expect((await admin.delete(`${at}/role-associations?${new URLSearchParams(bridge)}`)).status).toBe(404);
    expect((await admin.delete(`${at}/role-associations`)).status).toBe(400);
  });
});

describe('scopes', () => {
  it('are made, listed and changed', async () => {
    const made = await admin.post(`${at}/scopes`, { name: 'orders/read' });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/admin/v1${at}/scopes/orders%2Fread`);
    expect((await admin.post(`${at}/scopes`, { name: 'orders/read' })).status).toBe(409);
    const changed = await admin.patch(`${at}/scopes/orders%2Fread`, { description: 'See orders' });
    expect(changed.body).toEqual({ name: 'orders/read', description: 'See orders' });
    expect((await admin.patch(`${at}/scopes/orders%2Fread`, { description: null })).body['description']).toBeNull();
    expect((await admin.patch(`${at}/scopes/none`, { description: 'x' })).status).toBe(404);
    for (const name of ['a b', 'a"b', 'a\\b', '', 'é', 'x'.repeat(129)]) {
      expect(refusedFields(await admin.post(`${at}/scopes`, { name }))).toEqual(['name']);
    }
  });
});

describe('keys', () => {
  it('show their public parts alone, and rotate: the next one signs, the old one is still served', async () => {
    const keys = async () => itemsOf(await admin.get(`${at}/keys`));
    const byState = async (state: string) =>
      (await keys()).filter((key) => key['alg'] === 'ES256' && key['state'] === state).map(({ kid }) => kid);
    expect(JSON.stringify(await keys())).not.toMatch(/"(d|p|q|dp|dq|qi)":|sealed/);
    const [active, next] = [await byState('active'), await byState('next')];
    const early = await admin.post(`${at}/keys/rotate`);
    expect(early.status).toBe(409);
    expect(early.body['detail']).toMatch(/they can sign from 2\d{3}-[-:.\dTZ]+ on\.$/);
    server.advance(120);
    const rotated = await admin.post(`${at}/keys/rotate`);
    expect(rotated.status).toBe(201);
    expect(rotated.headers.get('location')).toBe(`/admin/v1${at}/keys`);
    expect(await byState('active')).toEqual(next);
    expect(await byState('next')).toHaveLength(1);
    const served = await fetch(`${server.issuer(realm.name)}/jwks`).then((answer) => answer.text());
    for (const kid of [...next, ...(await byState('next'))]) expect(served).toContain(kid);
    for (const kid of await byState('retired')) expect(active).toContain(kid);
  });
});

describe('grants', () => {
  let client: BuiltClient;
  let user: BuiltUser;
  const sign = async () => (await new OAuth(server, realm).password(client, user, { scope: 'openid profile' })).body;
  beforeAll(async () => {
    client = await aClient(server, realm);
    user = await aUser(server, realm);
  });

  it('are listed while they live, by user and by client', async () => {
    await sign();
    const [grant] = itemsOf(await admin.get(`${at}/grants?user=${user.username}`));
    expect(grant).toMatchObject({ client: client.clientId, user: user.username, scopes: ['openid', 'profile'] });
    expect(itemsOf(await admin.get(`${at}/grants?client=${client.clientId}&user=${user.username}`))).toHaveLength(1);
    const stranger = await aUser(server, realm);
    expect(itemsOf(await admin.get(`${at}/grants?user=${stranger.username}`))).toEqual([]);
    expect((await admin.get(`${at}/grants?user=nobody`)).status).toBe(404);
  });

  it('die with everything issued from them when they are deleted', async () => {
    const tokens = await sign();
    const oauth = new OAuth(server, realm);
    const grants = itemsOf(await admin.get(`${at}/grants?user=${user.username}`));
    for (const { id } of grants) expect((await admin.delete(`${at}/grants/${String(id)}`)).status).toBe(204);
    expect(await oauth.isActive(client, tokens['access_token'])).toBe(false);
    expect((await oauth.refresh(client, tokens['refresh_token'])).status).toBe(400);
    expect(itemsOf(await admin.get(`${at}/grants?user=${user.username}`))).toEqual([]);
    for (const id of [String(grants[0]?.['id']), 'nonsense', '0190163d-8694-739b-aea5-966c26f8ad91']) {
      expect((await admin.delete(`${at}/grants/${id}`)).status).toBe(404);
    }
  });

  it('req 49: of another realm are not to be reached', async () => {
    await sign();
    const [grant] = itemsOf(await admin.get(`${at}/grants?user=${user.username}`));
    expect((await admin.delete(`/realms/master/grants/${String(grant?.['id'])}`)).status).toBe(404);
    expect(itemsOf(await admin.get(`${at}/grants?user=${user.username}`))).toHaveLength(1);
  });
});

describe('the server', () => {
  it('tells its version, its database and what it holds', async () => {
    const { body } = await admin.get('/server');
    expect(body).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      database: expect.stringMatching(/SQLite|MariaDB/),
    });
    expect(body['counts']).toEqual({
      realms: expect.any(Number),
      clients: expect.any(Number),
      users: expect.any(Number),
    });
  });
});
