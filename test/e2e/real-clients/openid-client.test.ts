import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as client from 'openid-client';
import { KeysService } from '../../../src/keys/keys.service.js';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { startServer, type TestServer } from '../../support/server.js';

describe.each([
  ['client_secret_basic', client.ClientSecretBasic],
  ['client_secret_post', client.ClientSecretPost],
] as const)('openid-client with %s', (_, method) => {
  let server: TestServer;
  let realm: Realm;
  let registered: BuiltClient;
  let user: BuiltUser;
  let config: client.Configuration;

  beforeAll(async () => {
    server = await startServer();
    realm = await aRealm(server);
    registered = await aClient(server, realm, { clientId: 'my-app:1+%41', clientSecret: 'odd%secret:with+chars/=' });
    user = await aUser(server, realm);
    config = await discover('oidc');
  });
  afterAll(() => server.close());

  const discover = (algorithm: 'oidc' | 'oauth2'): Promise<client.Configuration> =>
    client.discovery(new URL(server.issuer(realm.name)), registered.clientId, undefined, method(registered.secret), {
      algorithm,
      execute: [client.allowInsecureRequests],
    });

  it('finds the server by either kind of discovery', async () => {
    const [oidc, oauth2] = [config.serverMetadata(), (await discover('oauth2')).serverMetadata()];
    expect(oidc.token_endpoint).toBe(oauth2.token_endpoint);
  });

  it('gets a token by client_credentials, which jose verifies against the key set', async () => {
    const {
      access_token: token,
      expires_in: seconds,
      scope,
    } = await client.clientCredentialsGrant(config, { scope: 'openid' });
    expect([seconds, scope]).toEqual([43200, 'openid']);
    const { payload, protectedHeader } = await verify(token);
    expect(protectedHeader.typ).toBe('at+jwt');
    expect(payload).toMatchObject({ sub: registered.clientId, client_id: registered.clientId, scope: 'openid' });
  });

  it('verifies tokens of before and after a rotation of the keys', async () => {
    const before = await client.clientCredentialsGrant(config);
    server.advance(120);
    await server.get(KeysService).rotate(realm);
    const after = await client.clientCredentialsGrant(config);
    const [old, fresh] = [await verify(before.access_token), await verify(after.access_token)];
    expect(old.protectedHeader.kid).not.toBe(fresh.protectedHeader.kid);
  });

  it('uses password, userinfo, refresh, introspection and revocation', async () => {
    const { username, password } = user;
    const first = await client.genericGrantRequest(config, 'password', { username, password, scope: 'openid profile' });
    const info = await client.fetchUserInfo(config, first.access_token, user.id);
    expect(info.preferred_username).toBe(username);
    const second = await client.refreshTokenGrant(config, first.refresh_token!);
    expect((await client.tokenIntrospection(config, second.access_token)).username).toBe(username);
    await client.tokenRevocation(config, second.refresh_token!);
    expect(await client.tokenIntrospection(config, second.access_token)).toEqual({ active: false });
    await expect(client.refreshTokenGrant(config, second.refresh_token!)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('understands a refusal', async () => {
    await expect(client.clientCredentialsGrant(config, { scope: 'unknown' })).rejects.toMatchObject({
      error: 'invalid_scope',
      status: 400,
    });
  });

  function verify(token: string) {
    const issuer = server.issuer(realm.name);
    const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
    return jwtVerify(token, keys, { issuer, audience: issuer, typ: 'at+jwt' });
  }
});
