import * as openid from 'openid-client';
import { ResourceOwnerPassword } from 'simple-oauth2';
import type { BuiltUser } from '../../support/builders.js';
import { startServer, type TestServer } from '../../support/server.js';
import { anOnesaitRealm, clientOf, KEY, member, realmBase } from './onesait-support.js';
import type { OnesaitClient } from './onesait.client.js';

describe.each(['at its own paths', 'below its realm'])('clients of onesait %s', (place) => {
  let server: TestServer;
  let base: URL;
  let onesait: OnesaitClient;
  let user: BuiltUser;

  beforeAll(async () => {
    server = await startServer();
    const realm = await anOnesaitRealm(server, 'my-realm', ['developer']);
    base = new URL(place === 'at its own paths' ? server.url : realmBase(server, realm));
    onesait = clientOf(server, realm, base.href.replace(/\/$/, ''));
    user = await member(server, realm, 'ada', ['developer']);
  });
  afterAll(() => server.close());

  const pathOf = (path: string): string => `${base.pathname.replace(/\/$/, '')}/oauth-server/${path}`;

  describe.each(['header', 'body'] as const)('simple-oauth2 with credentials in the %s', (authorizationMethod) => {
    const config = () => ({
      client: { id: 'my-realm', secret: KEY },
      auth: {
        tokenHost: server.url,
        tokenPath: pathOf('oauth/token'),
        revokePath: pathOf('openplatform-oauth/revoke_token'),
      },
      options: { authorizationMethod },
    });
    const login = () => {
      const { username, password } = user;
      return new ResourceOwnerPassword(config()).getToken({ username, password, scope: 'openid' });
    };

    it('gets a pair, the same again, refreshes it once and no more', async () => {
      const first = await login();
      expect((await login()).token['access_token']).toBe(first.token['access_token']);
      const { body } = await onesait.check(String(first.token['access_token']));
      expect(body).toMatchObject({ active: true, user_name: 'ada', authorities: ['developer'] });
      const second = await first.refresh();
      expect(second.token['refresh_token']).not.toBe(first.token['refresh_token']);
      await expect(first.refresh()).rejects.toMatchObject({
        output: { statusCode: 401 },
        data: { payload: { error: 'invalid_grant' } },
      });
      expect(await onesait.isLive(String(second.token['access_token']))).toBe(true);
    });

    it('understands a refusal', async () => {
      const wrong = new ResourceOwnerPassword(config()).getToken({ username: 'ada', password: 'wrong' });
      await expect(wrong).rejects.toMatchObject({
        output: { statusCode: 400 },
        data: { payload: { error: 'invalid_grant', error_description: expect.stringContaining('Password incorrect') } },
      });
    });
  });

  it('simple-oauth2 with Basic revokes', async () => {
    const config = {
      client: { id: 'my-realm', secret: KEY },
      auth: {
        tokenHost: server.url,
        tokenPath: pathOf('oauth/token'),
        revokePath: pathOf('openplatform-oauth/revoke_token'),
      },
      options: { authorizationMethod: 'header' as const },
    };
    const { username, password } = user;
    const pair = await new ResourceOwnerPassword(config).getToken({ username, password, scope: 'openid' });
    await pair.revokeAll();
    expect(await onesait.isLive(String(pair.token['access_token']))).toBe(false);
    await expect(pair.refresh()).rejects.toMatchObject({ output: { statusCode: 401 } });
  });

  it('openid-client gets, repeats, checks, refreshes and revokes', async () => {
    const endpoint = (path: string): string => new URL(pathOf(path), base).href;
    const metadata = {
      issuer: server.url,
      token_endpoint: endpoint('oauth/token'),
      introspection_endpoint: endpoint('oauth/check_token'),
      revocation_endpoint: endpoint('openplatform-oauth/revoke_token'),
    };
    const config = new openid.Configuration(metadata, 'my-realm', undefined, openid.ClientSecretBasic(KEY));
    openid.allowInsecureRequests(config);
    const { username, password } = user;
    const login = () => openid.genericGrantRequest(config, 'password', { username, password, scope: 'openid' });
    const first = await login();
    expect((await login()).access_token).toBe(first.access_token);
    expect(await openid.tokenIntrospection(config, first.access_token)).toMatchObject({ active: true, name: 'ada' });
    const second = await openid.refreshTokenGrant(config, first.refresh_token!);
    const reuse = openid.refreshTokenGrant(config, first.refresh_token!);
    await expect(reuse).rejects.toMatchObject({ error: 'invalid_grant', status: 401 });
    await openid.tokenRevocation(config, second.access_token);
    await expect(openid.tokenIntrospection(config, second.access_token)).rejects.toMatchObject({
      error: 'invalid_token',
    });
    await expect(openid.refreshTokenGrant(config, second.refresh_token!)).rejects.toMatchObject({ status: 401 });
  });
});
