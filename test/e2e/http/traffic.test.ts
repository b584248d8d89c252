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

  it('req 89: answers bytes that are no HTTP, and headers that are too large, with problem JSON', async () => {
    const nonsense = await raw(sample.url, 'NONSENSE\r\n\r\n');
    expect(nonsense).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json/);
    const large = await raw(sample.url, request('GET /things/1', `X-Large: ${'x'.repeat(20_000)}`));
    expect(large).toMatch(/^HTTP\/1\.1 431 /);
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

describe('cross-origin requests', () => {
  let sample: Sample;
  beforeAll(async () => {
    sample = await startSample();
  });
  afterAll(() => sample.server.stop());

  const ask = (path: string, origin: string, init: RequestInit = {}): Promise<Response> =>
    fetch(sample.url + path, { ...init, headers: { origin, ...(init.headers as Record<string, string>) } });
  const form = { method: 'POST', body: new URLSearchParams({ a: '1' }) };

  it('req 17: echoes the origin of a client of the realm, without credentials', async () => {
    const { headers, status } = await ask('/realms/demo/token', 'https://app.example.com', form);
    expect(status).toBe(200);
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('vary')).toBe('Origin');
  });

  it.each(['https://evil.example', 'null', 'https://app.example.com.evil.example'])(
    'req 17: echoes no other origin: %s',
    async (origin) => {
      const { headers } = await ask('/realms/demo/token', origin, form);
      expect(headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it('req 17: opens no route that does not ask for it', async () => {
    const { headers } = await ask('/things/1', 'https://app.example.com');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await ask('/things/1', 'https://app.example.com', {
      method: 'OPTIONS',
      headers: { 'access-control-request-method': 'GET' },
    });
    expect(preflight.status).toBe(404);
  });

  it('answers a preflight with the methods and headers of the route', async () => {
    const preflight = await ask('/realms/demo/token', 'https://app.example.com', {
      method: 'OPTIONS',
      headers: { 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(preflight.headers.get('access-control-allow-methods')).toBe('POST');
    expect(preflight.headers.get('access-control-allow-headers')).toBe('Authorization, Content-Type');
  });

  it('answers 404 for a realm that does not exist, in the shape of the route', async () => {
    const { status } = await ask('/realms/other/token', 'https://app.example.com', form);
    expect(status).toBe(404);
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
    const began = performance.now();
    await server.stop();
    expect(performance.now() - began).toBeLessThan(3000);
    await failed;
  });

  it('waits for nobody who has gone away, and has logged the request', async () => {
    const { server, url, lines } = await startSample({ SHUTDOWN_TIMEOUT_SECONDS: '8' });
    gate.wait = new Promise(() => undefined);
    const leaving = new AbortController();
    const gone = fetch(`${url}/things/slow`, { signal: leaving.signal });
    const failed = expect(gone).rejects.toThrow();
    await fetch(`${url}/things/1`);
    leaving.abort();
    await failed;
    const began = performance.now();
    await server.stop();
    expect(performance.now() - began).toBeLessThan(3000);
    const line = lines.find(({ fields }) => fields['path'] === '/things/slow');
    expect(line?.fields).toMatchObject({ aborted: true });
  });
});
