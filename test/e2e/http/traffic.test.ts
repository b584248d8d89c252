import { once } from 'node:events';
import { connect } from 'node:net';
import { gate, startSample, type Sample } from './sample-app.js';

/** Sends bytes as they are and gives everything that comes back until the server closes. */
function raw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

const request = (target: string, ...headers: string[]): string =>
  [`${target} HTTP/1.1`, 'Host: x', 'Connection: close', ...headers, '', ''].join('\r\n');

describe('every request', () => {
  let sample: Sample;
  beforeAll(async () => {
    sample = await startSample();
  });
  afterAll(() => sample.server.stop());

  it.each(['/things/1', '/nowhere', '/things/fail/conflict'])(
    'answers %s with the headers that keep browsers in check',
    async (path) => {
      const { headers } = await fetch(sample.url + path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    },
  );

  it("gets an id of the server's own making, whatever it sent", async () => {
    const ids = await Promise.all(
      [1, 2].map(async () =>
        (await fetch(`${sample.url}/things/1`, { headers: { 'x-request-id': 'mine' } })).headers.get('x-request-id'),
      ),
    );
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{12}-[0-9a-z]+$/);
  });

  it('req 27: is logged in one line, by its path without query', async () => {
    const { headers } = await fetch(`${sample.url}/things/7;token=rga_a?token=rga_b`);
    const id = headers.get('x-request-id');
    const lines = sample.lines.filter(({ fields }) => fields['requestId'] === id);
    expect(lines).toEqual([
      {
        level: 'info',
        message: 'request',
        fields: {
          requestId: id,
          address: '127.0.0.1',
          method: 'GET',
          path: '/things/7',
          status: 200,
          ms: expect.any(Number),
        },
      },
    ]);
  });

  it('req 86: passes the guard of a GET route also as HEAD', async () => {
    const [refused, allowed] = await Promise.all([
      fetch(`${sample.url}/things/locked`, { method: 'HEAD' }),
      fetch(`${sample.url}/things/locked`, { method: 'HEAD', headers: { 'x-let-me': 'in' } }),
    ]);
    expect(refused.status).toBe(403);
    expect(allowed.status).toBe(200);
    expect(await allowed.text()).toBe('');
  });

  it.each([
    '//things/locked',
    '/things//locked',
    '/things/locked/',
    '/THINGS/locked',
    '/things/Locked',
    '/things%2flocked',
    '/things/%6cocked',
    '/things/./locked',
    '/things/x/../locked',
    '/things/locked;a=b',
    '/things/locked%00',
    'http://x/things/locked',
  ])('req 86: reaches no handler behind a guard as %s', async (target) => {
    const answer = await raw(sample.url, request(`GET ${target}`));
    expect(answer).not.toContain('"open":true');
    expect(answer).toMatch(/^HTTP\/1\.1 (403|404|200)/);
  });

  it.each([
    ['an address that is not percent-encoded UTF-8', request('GET /things/%zz'), 400],
    ['an address with too long a segment', request(`GET /things/${'x'.repeat(1100)}`), 414],
    ['a method that no route has', request('PROPFIND /things/1'), 404],
    ['a method that does not exist', request('NONSENSE /things/1'), 400],
    ['headers that are too large', request('GET /things/1', `X-Large: ${'x'.repeat(20_000)}`), 431],
    ['bytes that are no HTTP', 'NONSENSE\r\n\r\n', 400],
    ['a header that is none', request('GET /things/1', 'no header'), 400],
    ['two lengths', request('POST /things/1', 'Content-Length: 1', 'Content-Length: 2'), 400],
    ['no Host', 'GET /things/1 HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['two Hosts', request('GET /things/1', 'hOST: y'), 400],
    ['two Hosts in HTTP/1.0', 'GET /things/1 HTTP/1.0\r\nHost: x\r\nHost: x\r\n\r\n', 400],
  ])('req 89: refuses %s like everything else, with a line in the log', async (_what, bytes, status) => {
    const [head = '', body = ''] = (await raw(sample.url, bytes)).split('\r\n\r\n');
    const headers = new Headers(
      head
        .split('\r\n')
        .slice(1)
        .map((line) => line.split(': ') as [string, string]),
    );
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(JSON.parse(body)).toMatchObject({ status });
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    });
    const ofRequest = sample.lines.filter(({ fields }) => fields['requestId'] === headers.get('x-request-id'));
    expect(ofRequest.map(({ level, fields }) => [level, fields['status']])).toEqual([['info', status]]);
    expect(ofRequest[0]?.fields).toMatchObject({ address: '127.0.0.1' });
  });

  it('needs no Host in HTTP/1.0, and may expect what nobody knows', async () => {
    expect(await raw(sample.url, 'GET /things/1 HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
    expect(await raw(sample.url, request('GET /things/1', 'Expect: miracles'))).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('is logged as aborted, and as no fault of the server, when its body is cut off', async () => {
    const before = sample.lines.length;
    const { hostname, port } = new URL(sample.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      'PUT /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"title"',
    );
    await once(socket, 'ready');
    await fetch(`${sample.url}/things/1`);
    socket.resetAndDestroy();
    const mine = () => sample.lines.slice(before).filter(({ fields }) => fields['path'] === '/things');
    while (mine().length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(mine()).toMatchObject([{ level: 'info', fields: { status: 499, aborted: true } }]);
    expect(sample.lines.slice(before).filter(({ level }) => level !== 'info')).toEqual([]);
  });

  it('req 83: takes no address from headers while no proxy is trusted', async () => {
    const { headers } = await fetch(`${sample.url}/things/1`, {
      headers: { 'x-forwarded-for': '203.0.113.9', 'forwarded': 'for=203.0.113.9' },
    });
    const line = sample.lines.find(({ fields }) => fields['requestId'] === headers.get('x-request-id'));
    expect(line?.fields['address']).toBe('127.0.0.1');
  });
});

describe('behind a trusted proxy', () => {
  let sample: Sample;
  beforeAll(async () => {
    sample = await startSample({ TRUST_PROXY: '127.0.0.0/8,10.0.0.0/8' });
  });
  afterAll(() => sample.server.stop());

  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['1.2.3.4, 203.0.113.9, 10.1.1.1', '203.0.113.9'],
    ['unknown', '127.0.0.1'],
    ['<script>, 10.1.1.1', '127.0.0.1'],
  ])('req 83: sees in "%s" the address %s', async (forwarded, address) => {
    const { headers } = await fetch(`${sample.url}/things/1`, { headers: { 'x-forwarded-for': forwarded } });
    const line = sample.lines.find(({ fields }) => fields['requestId'] === headers.get('x-request-id'));
    expect(line?.fields['address']).toBe(address);
  });
});

describe('a graceful stop', () => {
  it('finishes what is under way, refuses what is new, and closes', async () => {
    const { server, url } = await startSample();
    let open = (): void => undefined;
    gate.wait = new Promise((resolve) => (open = resolve));
    const slow = fetch(`${url}/things/slow`);
    await new Promise((resolve) => setImmediate(resolve));
    await fetch(`${url}/things/1`);
    const stopped = server.stop();
    const refused = await fetch(`${url}/things/1`);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('connection')).toBe('close');
    expect(refused.headers.get('retry-after')).toBe('1');
    open();
    expect(await (await slow).json()).toEqual({ done: true });
    await stopped;
    await expect(fetch(`${url}/things/1`)).rejects.toThrow();
  });

  it('cuts off what outlasts the time the settings give', async () => {
    const { server, url } = await startSample({ SHUTDOWN_TIMEOUT_SECONDS: '1' });
    gate.wait = new Promise(() => undefined);
    const slow = fetch(`${url}/things/slow`);
    const failed = expect(slow).rejects.toThrow();
    await fetch(`${url}/things/1`);
    await server.stop();
    await failed;
  });

  it('waits for nobody who has gone away, and has logged the request', async () => {
    const { server, url, lines } = await startSample({ SHUTDOWN_TIMEOUT_SECONDS: '9' });
    gate.wait = new Promise(() => undefined);
    const leaving = new AbortController();
    const gone = fetch(`${url}/things/slow`, { signal: leaving.signal });
    const failed = expect(gone).rejects.toThrow();
    await fetch(`${url}/things/1`);
    leaving.abort();
    await failed;
    const began = performance.now();
    await server.stop();
    expect(performance.now() - began).toBeLessThan(8_000);
    const line = lines.find(({ fields }) => fields['path'] === '/things/slow');
    expect(line?.fields).toMatchObject({ aborted: true, status: 499 });
  });
});
