import { DatabaseCheck } from '../../../src/health/database.check.js';
import { startServer, type TestServer } from '../../support/server.js';

const TOKEN = 'metrics-token-of-the-test-server';

describe('health and metrics', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ settings: { METRICS_TOKEN: TOKEN } });
  });
  afterAll(() => server.close());

  const metrics = (authorization?: string, method = 'GET'): Promise<Response> =>
    fetch(`${server.url}/metrics`, { method, headers: authorization === undefined ? {} : { authorization } });

  it('leads who opens the bare address to the reference', async () => {
    const answer = await fetch(server.url);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('/docs') });
  });

  it('is live without asking anything', async () => {
    const answer = await fetch(`${server.url}/health/live`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: 'ok' });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('is ready while the database answers and a signing key opens', async () => {
    const answer = await fetch(`${server.url}/health/ready`);
    expect(await answer.json()).toEqual({ status: 'ok', checks: { database: 'ok', keys: 'ok' } });
  });

  it('answers 503 and says which check failed, but not why', async () => {
    const check = server.get(DatabaseCheck);
    check.check = () => Promise.reject(new Error('the password was refused'));
    const answer = await fetch(`${server.url}/health/ready`);
    Reflect.deleteProperty(check, 'check');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ status: 'unavailable', checks: { database: 'failed', keys: 'ok' } });
  });

  it.each([undefined, 'Bearer', `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(0, -1)}`, `Basic ${TOKEN}`, TOKEN])(
    'shows no metrics to %s',
    async (authorization) => {
      for (const method of ['GET', 'HEAD']) {
        const answer = await metrics(authorization, method);
        expect(answer.status).toBe(401);
        expect(answer.headers.get('www-authenticate')).toBe('Bearer');
        expect(await answer.text()).not.toContain('realmgate_');
      }
    },
  );

  it('req 27: counts by the pattern of a route, never by what was asked for', async () => {
    await fetch(`${server.url}/realms/rga_secret/jwks?token=rga_secret`);
    await fetch(`${server.url}/rga_secret`);
    const answer = await metrics(`Bearer ${TOKEN}`);
    const text = await answer.text();
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toContain('realmgate_http_requests_total{method="GET",route="/realms/:realm/jwks",status="404"}');
    expect(text).toContain('route="unmatched"');
    expect(text).not.toContain('rga_secret');
  });
});
