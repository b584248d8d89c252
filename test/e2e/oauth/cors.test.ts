import { ClientsService } from '../../../src/clients/clients.service.js';
import { aPublicClient, aRealm } from '../../support/builders.js';
import { OAuth } from '../../support/oauth.js';
import { request } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';

const OPEN: [method: string, path: string][] = [
  ['POST', 'oauth/token'],
  ['POST', 'oauth/revoke'],
  ['GET', 'userinfo'],
  ['GET', 'jwks'],
  ['GET', '.well-known/openid-configuration'],
];

describe('CORS', () => {
  let server: TestServer;
  let oauth: OAuth;

  beforeAll(async () => {
    server = await startServer();
    oauth = new OAuth(server, await aRealm(server));
    const redirectUris = ['https://app.example.com/callback?x=1', 'com.example.app:/callback'];
    await aPublicClient(server, oauth.realm, { redirectUris });
  });
  afterAll(() => server.close());

  it.each(OPEN)(
    "req 17: %s %s lets a page of a client's origin read its answer, without credentials",
    async (method, path) => {
      const origin = 'https://app.example.com';
      const { headers } = await request(oauth.url(path), { method, headers: { origin } });
      expect(headers.get('access-control-allow-origin')).toBe(origin);
      expect(headers.has('access-control-allow-credentials')).toBe(false);
      expect(headers.get('vary')).toMatch(/origin/i);
      const preflight = {
        origin,
        'access-control-request-method': method,
        'access-control-request-headers': 'authorization',
      };
      const asked = await request(oauth.url(path), { method: 'OPTIONS', headers: preflight });
      expect(asked.headers.get('access-control-allow-origin')).toBe(origin);
      expect(asked.headers.get('access-control-allow-methods')).toContain(method);
    },
  );

  it.each([
    'https://evil.example',
    'https://app.example.com.evil.example',
    'http://app.example.com',
    'null',
    'https://app.example.com:444',
  ])('req 17: tells the origin %s nothing', async (origin) => {
    for (const [method, path] of OPEN) {
      const { headers } = await request(oauth.url(path), { method, headers: { origin } });
      expect(headers.has('access-control-allow-origin')).toBe(false);
    }
  });

  it('req 89: an origin longer than any host name is no origin, and nobody is asked about it', async () => {
    const asked = jest.spyOn(server.get(ClientsService), 'hasOrigin');
    const origin = `https://${'a'.repeat(293)}`;
    const long = await request(oauth.url('jwks'), { headers: { origin } });
    expect(long.status).toBe(200);
    expect(long.headers.has('access-control-allow-origin')).toBe(false);
    expect(asked).not.toHaveBeenCalled();
    await request(oauth.url('jwks'), { headers: { origin: origin.slice(0, 300) } });
    expect(asked).toHaveBeenCalledTimes(1);
    asked.mockRestore();
  });

  it('req 17: introspection is for servers alone', async () => {
    const headers = { origin: 'https://app.example.com' };
    const answer = await request(oauth.url('oauth/introspect'), { method: 'POST', headers });
    expect(answer.headers.has('access-control-allow-origin')).toBe(false);
  });
});
