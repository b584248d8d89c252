import { startSample, type Sample } from './sample-app.js';

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

  it.each<[Record<string, string>]>([[{ origin: 'https://app.example.com' }], [{ origin: 'null' }], [{}]])(
    'answers 404 to a preflight for a realm that does not exist, with the origin %j',
    async (headers) => {
      const { status, headers: answered } = await fetch(`${sample.url}/realms/other/token`, {
        method: 'OPTIONS',
        headers: { ...headers, 'access-control-request-method': 'POST' },
      });
      expect(status).toBe(404);
      expect(answered.has('access-control-allow-methods')).toBe(false);
      const known = await fetch(`${sample.url}/realms/demo/token`, { method: 'OPTIONS', headers });
      expect(known.status).toBe(204);
    },
  );

  it('answers 404 for a realm that does not exist, in the shape of the route', async () => {
    const { status } = await ask('/realms/other/token', 'https://app.example.com', form);
    expect(status).toBe(404);
  });
});
