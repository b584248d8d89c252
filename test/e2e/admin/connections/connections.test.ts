import type { Realm } from '../../../../src/realms/realm.types.js';
import { aRealm, aUser } from '../../../support/builders.js';
import { startServer, type TestServer } from '../../../support/server.js';
import { UpstreamApi } from '../../../support/upstream-api.js';
import { itemsOf, masterAdmin, refusedFields } from '../support.js';
import { ConnectionsAdmin } from './support.js';

let api: UpstreamApi;
let server: TestServer;
let realm: Realm;
let admin: ConnectionsAdmin;
beforeAll(async () => {
  api = await UpstreamApi.open();
  server = await startServer({ settings: { EGRESS_ALLOW: api.authority } });
  realm = await aRealm(server);
  admin = new ConnectionsAdmin(await masterAdmin(server), realm);
});
afterAll(async () => {
  await server.close();
  await api.close();
});

const aConfig = () =>
  admin.config({
    linkUrl: `${api.url}/authorize`,
    tokenUrl: `${api.url}/token`,
    testRequest: { method: 'GET', url: `${api.url}/me`, headers: { Authorization: 'Bearer {{access_token}}' } },
    paths: { accountId: '$.id' },
  });
const TOKENS = { accessToken: 'upstream-1', refreshToken: 'refresh-1' };
const imported = async (config: unknown, more: object = {}) => admin.made('/import', { config, ...TOKENS, ...more });

describe('connections', () => {
  it('are brought in, listed, read and never show a token', async () => {
    const { config } = await aConfig();
    const made = await imported(config['id'], { label: 'Sales', accountId: '4711', expiresAt: '2030-01-01T00:00:00Z' });
    expect(made).toMatchObject({ status: 'active', label: 'Sales', owner: { kind: 'realm' }, slot: 'default' });
    const listed = await admin.send('GET', `?config=${String(config['id'])}&owner=realm&account=4711`);
    expect(itemsOf(listed)).toEqual([made]);
    const read = await admin.send('GET', `/${String(made['id'])}`);
    expect(read.body).toEqual(made);
    expect(listed.text + read.text).not.toMatch(/upstream-1|refresh-1|sealed/);
    expect(itemsOf(await admin.send('GET', `?config=${String(config['id'])}&status=revoked`))).toEqual([]);
    const history = await admin.send('GET', `/${String(made['id'])}/events`);
    expect(itemsOf(history).map(({ type }) => type)).toEqual(['connection.created']);
  });

  it.each<[object, number, string]>([
    [{ accessToken: 'a', expiresAt: '2030-01-01T00:00:00Z' }, 422, 'import_incomplete'],
    [{}, 422, 'import_incomplete'],
    [{ ...TOKENS, userId: 'nobody' }, 400, 'invalid'],
  ])('%j cannot be brought in: %i %s', async (tokens, status, code) => {
    const { config } = await aConfig();
    const answer = await admin.send('POST', '/import', { config: config['id'], ...tokens });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });

  it('are those of users where the config says so', async () => {
    const user = await aUser(server, realm);
    const { config, path } = await aConfig();
    await admin.send('PATCH', path, { connectionLevel: 'user' });
    const none = await admin.send('POST', '/import', { config: config['id'], ...TOKENS });
    expect(refusedFields(none)).toEqual(['userId']);
    const made = await imported(config['id'], { userId: user.id });
    expect(made['owner']).toEqual({ kind: 'user', userId: user.id });
    expect(itemsOf(await admin.send('GET', `?owner=${user.id}`))).toEqual([made]);
  });

  it('are renamed, switched off and on', async () => {
    const { config } = await aConfig();
    const { id } = await imported(config['id']);
    const off = await admin.send('PATCH', `/${String(id)}`, { label: 'Support', enabled: false });
    expect(off.body).toMatchObject({ label: 'Support', status: 'disabled' });
    expect((await admin.send('PATCH', `/${String(id)}`, { enabled: true })).body['status']).toBe('active');
  });

  it('are refreshed and tested by hand', async () => {
    const { config } = await aConfig();
    const { id } = await imported(config['id']);
    server.advance(31);
    const refreshed = await admin.send('POST', `/${String(id)}/refresh`);
    expect([refreshed.status, typeof refreshed.body['lastRefreshedAt']]).toEqual([200, 'string']);
    const again = await admin.send('POST', `/${String(id)}/refresh`);
    expect([again.status, again.body['code']]).toEqual([429, 'rate_limited']);
    api.handler = (_call, response) => void response.setHeader('content-type', 'application/json').end('{"id":4711}');
    const tested = await admin.send('POST', `/${String(id)}/test`);
    expect([tested.status, tested.body]).toEqual([200, { accountId: '4711', accountLabel: null }]);
  });

  it('are ended, and unknown from then on', async () => {
    const { config } = await aConfig();
    for (const [method, path] of [
      ['DELETE', '?revoke=never'],
      ['POST', '/revoke'],
    ] as const) {
      const { id } = await imported(config['id']);
      expect((await admin.send(method, `/${String(id)}${path}`)).status).toBe(204);
      const gone = await admin.send('GET', `/${String(id)}`);
      expect([gone.status, gone.body['code']]).toEqual([404, 'connection_not_found']);
    }
  });

  it.each(['?status=lost', '?owner=nobody', '?config=7', '?cursor=x', '?limit=0'])('%s is no list', async (query) => {
    expect((await admin.send('GET', query)).status).toBe(400);
  });
});

describe('keys', () => {
  it('rotate, and what was sealed before is opened still', async () => {
    const { config } = await aConfig();
    const { id } = await imported(config['id']);
    server.advance(31);
    const [first] = itemsOf(await admin.send('GET', '/keys'));
    const rotated = await admin.send('POST', '/keys/rotate');
    expect(rotated.status).toBe(201);
    expect(itemsOf(rotated).find(({ kid }) => kid === first?.['kid'])?.['state']).toBe('decrypt_only');
    expect(itemsOf(rotated).filter(({ state }) => state === 'active')).toHaveLength(1);
    expect(rotated.text).not.toMatch(/sealed/);
    expect((await admin.send('POST', `/${String(id)}/refresh`)).status).toBe(200);
  });
});
