import { ClientsService } from '../../../src/clients/clients.service.js';
import { Clock } from '../../../src/kernel/clock.js';
import { bearer } from '../../support/requests.js';
import { startServer } from '../../support/server.js';
import { startReportsApp, type ReportsApp } from '../tokens/reports-app.js';
import { GoodbridgeClient, pairOf } from './goodbridge.client.js';

describe('a client of GoodBridge', () => {
  let app: ReportsApp;
  let client: GoodbridgeClient;

  beforeAll(async () => {
    app = await startReportsApp();
    const realm = await app.realm('surveys');
    const { clientSecret = '' } = await app
      .get(ClientsService)
      .create(realm, { clientId: 'panel', grantTypes: ['client_credentials'] });
    const url = `${app.url}/realms/surveys/dialects/goodbridge`;
    client = new GoodbridgeClient(url, { clientId: 'panel', secret: clientSecret });
  });
  afterAll(() => app.close());

  /** At an API of the realm that takes Bearer tokens. */
  const use = async (accessToken: string): Promise<number> =>
    (await app.call('/realms/surveys/reports', bearer(accessToken))).status;

  it('gets, uses, checks, refreshes and revokes its tokens', async () => {
    const first = pairOf(await client.getToken());
    expect(first.token_type.toLowerCase()).toBe('bearer');
    expect(new Date(first.access_expires_at).getTime()).toBeLessThan(new Date(first.refresh_expires_at).getTime());
    expect(await use(first.access_token)).toBe(200);
    expect(await client.isActive(first.access_token)).toBe(true);

    const second = pairOf(await client.refresh(first.refresh_token));
    expect([await use(first.access_token), await use(second.access_token)]).toEqual([401, 200]);

    expect((await client.revoke(second.access_token, 'access')).status).toBe(200);
    expect([await use(second.access_token), await client.isActive(second.access_token)]).toEqual([401, false]);

    const third = pairOf(await client.refresh(second.refresh_token));
    expect((await client.revoke(third.refresh_token, 'refresh')).status).toBe(200);
    expect(await use(third.access_token)).toBe(401);
    expect((await client.refresh(third.refresh_token)).status).toBe(401);
  });

  it('gets the same refresh token for a repeat within the window, and nothing after it', async () => {
    const first = pairOf(await client.getToken());
    const second = pairOf(await client.refresh(first.refresh_token));
    const repeated = pairOf(await client.refresh(first.refresh_token));
    expect(repeated.refresh_token).toBe(second.refresh_token);
    expect([await use(second.access_token), await use(repeated.access_token)]).toEqual([200, 200]);
    const clock = app.get(Clock);
    const now = clock.now.bind(clock);
    clock.now = () => now() + 11_000;
    expect(await client.refresh(first.refresh_token)).toMatchObject({ status: 401, body: { error: 'invalid_grant' } });
    expect([await use(second.access_token), await use(repeated.access_token)]).toEqual([401, 401]);
  });

  it('is served in the demo realm unless a setting says otherwise', async () => {
    const server = await startServer();
    const demo = { clientId: 'demo-app', secret: 'demo-app-secret-for-trying-out' };
    const own = new GoodbridgeClient(server.url, demo);
    expect(await own.isActive(pairOf(await own.getToken()).access_token)).toBe(true);
    await server.close();
  });
});
