import { RolesService } from '../../../src/realms/roles.service.js';
import { aTenant, API, type Tenant } from '../../support/tenant.js';
import { startReportsApp, type ReportsApp } from './reports-app.js';

let app: ReportsApp;
let acme: Tenant;
beforeAll(async () => {
  app = await startReportsApp();
  acme = await aTenant(app, { name: 'acme' });
  await app.get(RolesService).create(await acme.realm(), { name: 'analyst' });
});
afterAll(() => app.close());

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });
const reports = (headers?: Record<string, string>): Promise<Response> => app.call('/realms/acme/reports', headers);
const challengeOf = (answer: Response): string | null => answer.headers.get('www-authenticate');

describe('a route behind BearerGuard', () => {
  it.each(['jwt', 'opaque'] as const)('admits a live access token in the format %s', async (accessTokenFormat) => {
    await acme.changeClient({ accessTokenFormat });
    const { accessToken, subject } = await acme.startGrant();
    const answer = await reports(bearer(accessToken));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ realm: 'acme', subject });
  });

  it.each(['bearer', 'BEARER', 'Bearer  '])('takes the scheme written as %j', async (scheme) => {
    const { accessToken } = await acme.issueForClient();
    expect((await reports({ authorization: `${scheme} ${accessToken}` })).status).toBe(200);
  });

  it('tells who sent no token of no fault', async () => {
    for (const headers of [undefined, { authorization: 'Basic YTpi' }]) {
      const answer = await reports(headers);
      expect(answer.status).toBe(401);
      expect(challengeOf(answer)).toBe('Bearer realm="acme"');
    }
  });

  it.each(['Bearer', 'Bearer ', 'Bearer nonsense', 'Bearer a b', 'Bearer <script>', 'Bearer a,Bearer b'])(
    'refuses %j as invalid_token',
    async (authorization) => {
      const answer = await reports({ authorization });
      expect(answer.status).toBe(401);
      expect(challengeOf(answer)).toBe('Bearer realm="acme", error="invalid_token"');
      expect(answer.headers.get('content-type')).toMatch(/problem\+json/);
    },
  );

  it('does not look for a token in the URL', async () => {
    const { accessToken } = await acme.issueForClient();
    const answer = await app.call(`/realms/acme/reports?access_token=${accessToken}`);
    expect([answer.status, challengeOf(answer)]).toEqual([401, 'Bearer realm="acme"']);
  });

  it('req 39: refuses a refresh token', async () => {
    const { refreshToken = '' } = await acme.startGrant();
    expect((await reports(bearer(refreshToken))).status).toBe(401);
  });

  it('req 78: refuses a token that is meant for somebody else', async () => {
    const { accessToken } = await acme.issueForClient({ resources: [API] });
    expect(await acme.isLive(accessToken)).toBe(true);
    expect((await reports(bearer(accessToken))).status).toBe(401);
  });

  it('req 49: refuses the token of another realm', async () => {
    const other = await aTenant(app);
    const { accessToken } = await other.issueForClient();
    expect((await reports(bearer(accessToken))).status).toBe(401);
    expect((await app.call(`/realms/${other.realmName}/reports`, bearer(accessToken))).status).toBe(200);
  });

  it('answers 404 in a realm that there is not', async () => {
    expect((await app.call('/realms/nowhere/reports')).status).toBe(404);
  });

  it('req 60: refuses a revoked token at once', async () => {
    const { accessToken } = await acme.issueForClient();
    expect((await reports(bearer(accessToken))).status).toBe(200);
    await acme.revoke(accessToken);
    expect((await reports(bearer(accessToken))).status).toBe(401);
  });
});

describe('a route with requirements', () => {
  const secret = (token: string): Promise<Response> => app.call('/realms/acme/reports/secret', bearer(token));

  it('names the scope that it wants', async () => {
    const { accessToken } = await acme.startGrant({ scope: ['openid'] });
    const answer = await secret(accessToken);
    expect(answer.status).toBe(403);
    expect(challengeOf(answer)).toBe('Bearer realm="acme", error="insufficient_scope", scope="reports:read openid"');
  });

  it('reads the roles as they are at that moment', async () => {
    const { accessToken } = await acme.startGrant();
    expect((await secret(accessToken)).status).toBe(403);
    await acme.changeUser({ roles: ['analyst'] });
    expect((await secret(accessToken)).status).toBe(200);
    await acme.changeUser({ roles: [] });
    expect((await secret(accessToken)).status).toBe(403);
  });

  it('may belong to one realm, and may be required by the whole controller', async () => {
    const wide = await acme.startGrant();
    const narrow = await acme.startGrant({ scope: ['openid'] });
    expect((await app.call('/fixed', bearer(wide.accessToken))).status).toBe(200);
    expect((await app.call('/fixed', bearer(narrow.accessToken))).status).toBe(403);
  });
});
