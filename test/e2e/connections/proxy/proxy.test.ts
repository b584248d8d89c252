import { AuditService } from '../../../../src/audit/audit.service.js';
import type { NewConfig } from '../../../../src/connections/configs/config-changes.types.js';
import type { Connection } from '../../../../src/connections/vault/connection.types.js';
import type { Realm } from '../../../../src/realms/realm.types.js';
import { aRealm, aUser, type BuiltUser } from '../../../support/builders.js';
import { connectedApp } from '../../../support/connected.js';
import { bearer, request } from '../../../support/requests.js';
import { startServer, type TestServer } from '../../../support/server.js';
import { UpstreamApi } from '../../../support/upstream-api.js';
import { callsThrough, HALF_A_MINUTE } from './proxy-support.js';

const ONE_MIB = 1024 * 1024;

describe('calls through a connection', () => {
  let api: UpstreamApi;
  let server: TestServer;
  let realm: Realm;
  let user: BuiltUser;
  let connection: Connection;
  let token: string;

  const { ofService, proxy, call, callRaw } = callsThrough(() => ({ server, realm, connection, token }));
  const connected = async (change: Partial<NewConfig> = {}): Promise<void> => {
    const crm = await connectedApp(server, realm, api, change);
    connection = await crm.connect({ kind: 'user', userId: user.id });
    server.advance(HALF_A_MINUTE);
  };
  const used = async (): Promise<Record<string, unknown>[]> => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { items } = await server.get(AuditService).list(realm, { type: 'connection.used' }, { limit: 10 });
    return items.map(({ detail }) => detail as Record<string, unknown>);
  };

  beforeAll(async () => {
    api = await UpstreamApi.open();
    server = await startServer({ settings: { EGRESS_ALLOW: api.authority } });
  });
  beforeEach(async () => {
    api.reset();
    realm = await aRealm(server);
    user = await aUser(server, realm);
    token = await ofService('conn:proxy');
  });
  afterAll(async () => {
    await server.close();
    await api.close();
  });

  it('reach the API with the credential put in, and nothing of ours', async () => {
    await connected();
    api.handler = (_call, response) =>
      response
        .writeHead(201, { 'set-cookie': 'a=b', 'strict-transport-security': 'max-age=1', 'x-kind': 'note' })
        .end('{"id":1}');
    const headers = {
      'content-type': 'application/json',
      'cookie': 'ours=1',
      'x-forwarded-for': '1.2.3.4',
      'x-own': '1',
    };
    const answer = await call('notes?draft=true&a=%2F', { method: 'POST', body: '{"text": "hi"}', headers });
    expect([answer.status, answer.body]).toEqual([201, { id: 1 }]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'x-kind': 'note',
      'x-connection-version': '1',
      'x-upstream-status': '201',
      'cache-control': 'no-store',
    });
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.headers.get('strict-transport-security')).toBeNull();
    const [got] = api.calls;
    expect([got?.method, got?.url, got?.body.toString()]).toEqual([
      'POST',
      '/v1/notes?draft=true&a=%2F',
      '{"text": "hi"}',
    ]);
    expect(got?.headers).toMatchObject({
      'authorization': 'Bearer upstream-1',
      'content-type': 'application/json',
      'x-own': '1',
      'host': api.authority,
    });
    expect(got?.headers.cookie).toBeUndefined();
    expect(got?.headers['x-forwarded-for']).toBeUndefined();
  });

  it.each(['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD'])('may be made by %s', async (method) => {
    await connected();
    const body = method === 'PUT' || method === 'PATCH' ? 'x=1' : undefined;
    const { status } = await call('notes/1', { method, body, headers: { 'content-type': 'text/weird' } });
    expect([status, api.calls[0]?.method, api.calls[0]?.body.toString()]).toEqual([200, method, body ?? '']);
  });

  it.each([
    '../secret',
    '%2e%2e/secret',
    '..%2fsecret',
    'a/%252e%252e/b',
    '/evil.example/x',
    'https://evil.example/x',
    'a%0d%0aHost:%20evil.example',
    'a\\b',
  ])('never leave the base path by %s', async (path) => {
    await connected();
    expect(await callRaw(path)).toBe(400);
    expect(api.calls).toEqual([]);
  });

  it('go to another host only where the config allows it', async () => {
    await connected();
    expect(await callRaw('x', { 'x-upstream-host': '169.254.169.254' })).toBe(400);
    expect(api.calls).toEqual([]);
  });

  it('carry the credential where the config wants it, whatever the caller has put there', async () => {
    const inject = [{ in: 'query', name: 'key', value: '{{access_token}}' }] as const;
    await connected({ proxy: { baseUrl: `${api.url}/v1`, inject, allowedMethods: ['GET'], allowedHosts: [] } });
    api.handler = ({ url }, response) => response.writeHead(302, { location: `${url}&next=/` }).end();
    const answer = await call('notes?key=mine&a=1');
    expect(api.calls[0]?.url).toBe('/v1/notes?a=1&key=upstream-1');
    expect(api.calls[0]?.headers.authorization).toBeUndefined();
    expect(JSON.stringify(Object.fromEntries(answer.headers))).not.toContain('upstream-1');
    expect((await call('notes', { method: 'POST' })).status).toBe(400);
  });

  it('follow the API below its base URL, three times at most, and nowhere else', async () => {
    await connected();
    api.handler = ({ url }, response) => {
      if (url === '/v1/a') response.writeHead(302, { location: '/v1/x/b' }).end();
      else if (url === '/v1/x/b') response.writeHead(307, { location: 'c' }).end();
      else response.end('"there"');
    };
    expect((await call('a')).text).toBe('"there"');
    expect(api.calls.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/v1/a', 'Bearer upstream-1'],
      ['/v1/x/b', 'Bearer upstream-1'],
      ['/v1/x/c', 'Bearer upstream-1'],
    ]);
    api.calls.length = 0;
    api.handler = (_call, response) => response.writeHead(302, { location: '/v1/loop' }).end();
    expect([(await call('a')).status, api.calls.length]).toEqual([302, 4]);
    for (const location of ['http://169.254.169.254/', '/v2/a', '../admin', '/v1']) {
      api.calls.length = 0;
      api.handler = (_call, response) => response.writeHead(302, { location }).end();
      const away = await call('a');
      expect([away.status, away.headers.get('location'), api.calls.length]).toEqual([302, location, 1]);
    }
  });

  it('are made once more with a new token where the API refuses the old one', async () => {
    await connected();
    api.good = 'upstream-5';
    const body = 'x'.repeat(ONE_MIB / 2);
    const answer = await call('notes', { method: 'POST', body });
    expect([answer.status, answer.headers.get('x-connection-version')]).toEqual([200, '2']);
    expect(api.refreshes).toHaveLength(1);
    expect(api.calls.map(({ headers, body: sent }) => [headers.authorization, sent.length])).toEqual([
      ['Bearer upstream-1', body.length],
      ['Bearer upstream-6', body.length],
    ]);
  });

  it('are made once more where the refusal stands in the body', async () => {
    await connected({ rejectedWhen: { statuses: [], path: '$.code', equals: '40001' } });
    api.handler = (_call, response) =>
      response
        .setHeader('content-type', 'application/json')
        .end(api.refreshes.length === 0 ? '{"code":40001}' : '{"code":0}');
    expect((await call('notes')).body).toEqual({ code: 0 });
    expect(api.calls.map(({ headers }) => headers.authorization)).toEqual(['Bearer upstream-1', 'Bearer upstream-2']);
  });

  it('refresh once and not again within half a minute', async () => {
    await connected();
    api.handler = (_call, response) => response.writeHead(401).end('{"no":1}');
    expect([(await call('a')).status, (await call('a')).status]).toEqual([401, 401]);
    expect([api.refreshes.length, api.calls.length]).toEqual([1, 3]);
  });

  it('pass long bodies on as they come, both ways, and are not made twice with them', async () => {
    await connected();
    api.handler = ({ body }, response) => response.end(body);
    const body = Buffer.alloc(3 * ONE_MIB, 'y');
    const echoed = await request(proxy('echo'), { method: 'PUT', body, headers: bearer(token) });
    expect([echoed.status, echoed.text.length]).toEqual([200, body.length]);
    api.good = 'upstream-8';
    api.calls.length = 0;
    const refused = await request(proxy('echo'), { method: 'PUT', body, headers: bearer(token) });
    expect([refused.status, api.calls.length]).toEqual([401, 1]);
    expect((await request(proxy('echo'), { method: 'PUT', body, headers: bearer(token) })).status).toBe(200);
  });

  it('refuse what is larger than ten megabytes, either way', async () => {
    await connected();
    const body = Buffer.alloc(11 * ONE_MIB);
    expect((await request(proxy('up'), { method: 'POST', body, headers: bearer(token) })).status).toBe(413);
    const unannounced = { method: 'POST', body: new Blob([body]).stream(), headers: bearer(token), duplex: 'half' };
    expect((await request(proxy('up'), unannounced as RequestInit)).status).toBe(413);
    expect((await call('after')).status).toBe(200);
    api.handler = (_call, response) => response.end(body);
    const answer = await call('down');
    expect([answer.status, answer.body['code']]).toEqual([502, 'provider_error']);
    api.handler = (_call, response) => {
      response.write(body);
      response.end();
    };
    await expect(call('endless')).rejects.toThrow();
  });

  it('are written down without query, headers and bodies', async () => {
    await connected();
    await call('notes/7?secret=query-secret', { headers: { 'x-a': 'header-secret' } });
    const [line] = await used();
    expect(line).toMatchObject({
      connection: connection.id,
      method: 'GET',
      path: '/v1/notes/7',
      status: 200,
      bytes: 11,
    });
    expect(line?.['host']).toBe(api.authority);
    expect(JSON.stringify([line, server.log])).not.toMatch(/query-secret|header-secret|upstream-1/);
  });
});
