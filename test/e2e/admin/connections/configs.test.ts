import type { Realm } from '../../../../src/realms/realm.types.js';
import { aRealm } from '../../../support/builders.js';
import { startServer, type TestServer } from '../../../support/server.js';
import { startStub, type StubServer } from '../../../support/stub-server.js';
import { itemsOf, masterAdmin, refusedFields } from '../support.js';
import { CONFIG, ConnectionsAdmin } from './support.js';

const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(64)]);

let stub: StubServer;
let server: TestServer;
let realm: Realm;
let admin: ConnectionsAdmin;
beforeAll(async () => {
  stub = await startStub();
  server = await startServer({ settings: { EGRESS_ALLOW: stub.authority } });
  realm = await aRealm(server);
  admin = new ConnectionsAdmin(await masterAdmin(server), realm);
});
afterAll(async () => {
  await server.close();
  await stub.close();
});

const audited = async (): Promise<unknown[]> => {
  const events = await (await masterAdmin(server)).get(`/realms/${realm.name}/audit-events?limit=200`);
  return itemsOf(events).map(({ type }) => type);
};

describe('apps', () => {
  it('are made, listed, changed and deleted', async () => {
    const app = await admin.made('/apps', { name: 'Acme CRM', description: 'Customers.' });
    expect(app).toMatchObject({ slug: 'acme-crm', status: 'draft', version: 1 });
    const at = `/apps/${String(app['id'])}`;
    expect(itemsOf(await admin.send('GET', '/apps'))).toContainEqual(app);
    const read = await admin.send('GET', at);
    expect([read.body, read.headers.get('etag')]).toEqual([app, '"1"']);
    const changed = await admin.send('PATCH', at, { status: 'published' }, { 'if-match': '"1"' });
    expect(changed.body).toMatchObject({ status: 'published', version: 2 });
    expect((await admin.send('PATCH', at, { name: 'Late' }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await admin.send('DELETE', at, undefined, { 'if-match': '"1"' })).status).toBe(412);
    expect((await admin.send('DELETE', at)).status).toBe(204);
    expect((await admin.send('GET', at)).status).toBe(404);
    expect(await audited()).toEqual(
      expect.arrayContaining(['created', 'updated', 'deleted'].map((verb) => `admin.connection_app.${verb}`)),
    );
  });

  it('let users of the realm use what is the realm’s own only where somebody has said so, on record', async () => {
    const app = await admin.made('/apps', { name: 'For everybody' });
    const at = `/apps/${String(app['id'])}`;
    expect(app['memberUse']).toBe(false);
    for (const memberUse of ['true', 1, null])
      expect(refusedFields(await admin.send('PATCH', at, { memberUse }))).toEqual(['memberUse']);
    expect((await admin.send('PATCH', at, { memberUse: true })).body['memberUse']).toBe(true);
    expect((await admin.send('PATCH', at, { name: 'For all' })).body['memberUse']).toBe(true);
    const type = 'admin.connection_app.updated';
    const events = await (await masterAdmin(server)).get(`/realms/${realm.name}/audit-events?type=${type}&limit=2`);
    expect(itemsOf(events)[1]).toMatchObject({ detail: { fields: ['memberUse'] } });
  });

  it('get a logo that is a picture, and browsers get it from here', async () => {
    const { id } = await admin.made('/apps', { name: 'With a logo' });
    const svg = stub.serve('/logo.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>');
    expect(refusedFields(await admin.send('PUT', `/apps/${String(id)}/logo`, { url: svg }))).toEqual(['url']);
    const png = stub.serve('/logo.png', PNG);
    const set = await admin.send('PUT', `/apps/${String(id)}/logo`, { url: png });
    expect(set.body['logoSourceUrl']).toBe(png);
    const private_ = { logoSourceUrl: 'https://127.0.0.1/logo.png' };
    expect(refusedFields(await admin.send('PATCH', `/apps/${String(id)}`, private_))).toEqual(['logoSourceUrl']);
  });
});

describe('settings', () => {
  it('are defined, and filled in with secrets that nobody reads back', async () => {
    const { id: app } = await admin.made('/apps', { name: 'With settings' });
    const at = `/apps/${String(app)}`;
    await admin.made(`${at}/settings`, { name: 'client_id', level: 'realm', kind: 'text' });
    const secret = { name: 'client_secret', level: 'realm', kind: 'secret', required: true };
    const made = await admin.made(`${at}/settings`, secret);
    expect(made).toMatchObject({ ...secret, prompt: 'install', choices: null });
    const changed = await admin.send('PATCH', `${at}/settings/${String(made['id'])}`, { help: 'From Acme.' });
    expect(changed.body['help']).toBe('From Acme.');
    const installed = await admin.made(`${at}/install`, { values: { client_id: 'id-1' } });
    expect(installed['status']).toBe('pending_settings');
    const values = `/installations/${String(installed['id'])}/settings`;
    const entered = await admin.send('PUT', values, { values: { client_secret: 'planted-client-secret' } });
    expect(entered.body['status']).toBe('active');
    const shown = await admin.send('GET', values);
    expect(itemsOf(shown)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'client_secret', set: true, value: null, last4: 'cret' }),
        expect.objectContaining({ name: 'client_id', set: true, value: 'id-1', last4: null }),
      ]),
    );
    expect(shown.text).not.toContain('planted');
    expect(refusedFields(await admin.send('PUT', values, { values: { other: 'x' } }))).toEqual(['other']);
    expect(refusedFields(await admin.send('PUT', values, { values: { client_id: 7 } }))).toEqual(['values']);
    expect((await admin.send('DELETE', `${at}/settings/${String(made['id'])}`)).status).toBe(204);
  });
});

describe('configs', () => {
  it('show their callback, their lint, and of their secret the end', async () => {
    const { config } = await admin.config();
    expect(config['callbackUrl']).toMatch(new RegExp(`^${server.url}/connect/callback/[\\w-]{22}$`));
    expect(config['clientSecret']).toEqual({ set: true, last4: 'ider' });
    expect(JSON.stringify(config)).not.toContain(CONFIG.clientSecret);
    expect(config['lint']).toEqual(expect.arrayContaining([expect.objectContaining({ level: 'warning' })]));
    expect(config).toMatchObject({ version: 1, pkce: 'S256', tokenRelease: 'none', expiry: { strategy: 'response' } });
  });

  it('are changed by merging, under their version', async () => {
    const { path } = await admin.config({ paths: { accountId: 'id' }, tokenHeaders: { Accept: 'application/json' } });
    const changes = { paths: { accountId: null, scope: 'granted' }, tokenHeaders: { 'X-Api': '2' } };
    const changed = await admin.send('PATCH', path, changes, { 'if-match': '"1"' });
    expect(changed.body).toMatchObject({
      version: 2,
      paths: { accessToken: '$.access_token', accountId: null, scope: '$.granted' },
      tokenHeaders: { 'Accept': 'application/json', 'X-Api': '2' },
      clientSecret: { set: true },
    });
    expect(changed.headers.get('etag')).toBe('"2"');
    expect((await admin.send('PATCH', path, { scopes: [] }, { 'if-match': '"1"' })).status).toBe(412);
    const cleared = await admin.send('PATCH', path, { clientSecret: null });
    expect(cleared.body['clientSecret']).toEqual({ set: false, last4: null });
    expect((await admin.send('DELETE', path)).status).toBe(204);
  });

  it.each<[object, string, string]>([
    [{ tokenBody: '{"code": {{auth_code}' }, 'invalid_template', 'tokenBody'],
    [{ paths: { accessToken: '$..token' } }, 'invalid_path', 'paths.accessToken'],
    [{ proxy: { baseUrl: 'https://10.0.0.1' } }, 'invalid', 'proxy.baseUrl'],
    [{ unknown: 1 }, 'invalid', 'unknown'],
    [{ expiry: { strategy: 'never' } }, 'invalid', 'expiry.strategy'],
    [{ revoke: { url: 'https://crm.example/revoke', color: 'red' } }, 'invalid', 'revoke.color'],
  ])('%j is refused as %s: %s', async (fields, code, field) => {
    const { path } = await admin.config();
    const refused = await admin.send('PATCH', path, fields);
    expect([refused.status, refused.body['code'], ...refusedFields(refused)]).toEqual([400, code, field]);
  });

  it('with connections change to another host only when that is confirmed', async () => {
    const { config, path } = await admin.config();
    await admin.made('/import', { config: config['id'], accessToken: 'an-access-token' });
    const change = { tokenUrl: 'https://elsewhere.example/token', clientSecret: 'entered-once-more' };
    const refused = await admin.send('PATCH', path, change);
    expect([refused.status, refused.body['code']]).toEqual([409, 'confirmation_required']);
    expect(refused.body).toMatchObject({ hosts: ['elsewhere.example'], connections: 1 });
    expect((await admin.send('PATCH', path, { ...change, confirm: true })).status).toBe(200);
    const [connection] = itemsOf(await admin.send('GET', `?config=${String(config['id'])}`));
    expect(connection).toMatchObject({ status: 'needs_reauth', statusReason: 'host_changed' });
    expect((await admin.send('DELETE', path)).status).toBe(409);
  });

  it('are imported, previewed and tried on a sample, and nobody is called', async () => {
    const { id: app } = await admin.made('/apps', { name: 'Pasted' });
    const pasted = {
      'Config name': 'Acme CRM',
      'Link url': 'https://crm.example/authorize?client_id={{client_id}}',
      'Token url': 'https://crm.example/token',
      'Request body': '{"code": "{{auth_code}}", "client_secret": {{client_secret}}}',
    };
    const tried = await admin.send('POST', `/apps/${String(app)}/oauth-configs/import?dryRun=true`, pasted);
    expect([tried.status, tried.body['config']]).toEqual([200, null]);
    const report = await admin.made(`/apps/${String(app)}/oauth-configs/import`, pasted);
    expect(report['mapping']).toContainEqual({ from: 'Token url', to: 'tokenUrl' });
    const config = report['config'] as Record<string, unknown>;
    const at = `/oauth-configs/${String(config['id'])}`;
    const preview = await admin.send('POST', `${at}/preview`, {});
    expect(preview.status).toBe(200);
    expect(JSON.stringify(preview.body['link'])).toContain('https://crm.example/authorize?client_id=');
    const answer = '{"access_token": "abc", "expires_in": 3600}';
    const extracted = await admin.send('POST', `${at}/extract`, { answer });
    expect(itemsOf(extracted)).toContainEqual({
      name: 'accessToken',
      path: '$.access_token',
      value: 'abc',
      fault: null,
    });
    const paths = { one: 'data[0', other: 'expires_in' };
    const custom = itemsOf(await admin.send('POST', `${at}/extract`, { answer, paths }));
    expect(custom).toEqual([
      { name: 'one', path: 'data[0', value: null, fault: expect.any(String) as string },
      { name: 'other', path: '$.expires_in', value: '3600', fault: null },
    ]);
    const unreadable = await admin.send('POST', `${at}/extract`, { answer: '<html>' });
    expect([unreadable.status, unreadable.body['code']]).toEqual([422, 'token_response_unreadable']);
  });
});

describe('presets', () => {
  it('are listed and read, and begin a config', async () => {
    expect(itemsOf(await admin.send('GET', '/presets')).length).toBeGreaterThanOrEqual(24);
    const github = await admin.send('GET', '/presets/github');
    expect(github.body).toMatchObject({ key: 'github', definition: { tokenUrl: expect.any(String) as string } });
    expect((await admin.send('GET', '/presets/none')).status).toBe(404);
    const { id: app } = await admin.made('/apps', { name: 'GitHub' });
    const config = await admin.made(`/apps/${String(app)}/oauth-configs`, { name: 'GitHub', preset: 'github' });
    expect(config).toMatchObject({ preset: 'github', testRequest: { url: 'https://api.github.com/user' } });
  });
});
