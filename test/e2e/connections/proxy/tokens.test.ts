import { AuditService } from '../../../../src/audit/audit.service.js';
import type { TokenRelease } from '../../../../src/connections/configs/config.types.js';
import { ConfigsService } from '../../../../src/connections/configs/configs.service.js';
import type { Connection } from '../../../../src/connections/vault/connection.types.js';
import type { Realm } from '../../../../src/realms/realm.types.js';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../../support/builders.js';
import { connectedApp, type ConnectedApp } from '../../../support/connected.js';
import { basic, bearer, postForm, request, type Answer } from '../../../support/requests.js';
import { startServer, type TestServer } from '../../../support/server.js';
import { UpstreamApi } from '../../../support/upstream-api.js';

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

describe('access tokens that leave the vault', () => {
  let api: UpstreamApi;
  let server: TestServer;
  let realm: Realm;
  let user: BuiltUser;
  let client: BuiltClient;
  let crm: ConnectedApp;
  let connection: Connection;

  const tokenBy = async (asker: BuiltClient, form: Record<string, string>): Promise<string> => {
    const { body } = await postForm(`${server.issuer(realm.name)}/oauth/token`, form, basic(asker));
    return String(body['access_token']);
  };
  const ofService = (scope = 'conn:token'): Promise<string> =>
    tokenBy(client, { grant_type: 'client_credentials', scope });
  const ofUser = ({ username, password }: BuiltUser, asker = client, scope = 'conn:token'): Promise<string> =>
    tokenBy(asker, { grant_type: 'password', username, password, scope });
  const released = async (token: string, query = ''): Promise<Answer> =>
    request(`${server.issuer(realm.name)}/connections/${connection.id}/token${query}`, { headers: bearer(token) });
  const connected = async (tokenRelease: TokenRelease, owner?: Connection['owner']): Promise<void> => {
    crm = await connectedApp(server, realm, api, { tokenRelease });
    connection = await crm.connect(owner ?? { kind: 'user', userId: user.id });
  };
  const given = async (): Promise<(string | Record<string, unknown> | null)[][]> => {
    const filter = { type: 'connection.token_released' };
    const { items } = await server.get(AuditService).list(realm, filter, { limit: 10 });
    return items.map(({ outcome, detail }) => [outcome, String(detail?.['by'])]);
  };

  beforeAll(async () => {
    api = await UpstreamApi.open();
    server = await startServer({ settings: { EGRESS_ALLOW: api.authority } });
  });
  beforeEach(async () => {
    api.reset();
    realm = await aRealm(server);
    user = await aUser(server, realm);
    const grantTypes = ['client_credentials', 'password', EXCHANGE];
    client = await aClient(server, realm, { grantTypes, scopes: ['openid', 'conn:token', 'conn:proxy'] });
  });
  afterAll(async () => {
    await server.close();
    await api.close();
  });

  describe('by the endpoint', () => {
    it('are for services, where the config says so, and never come with the refresh token', async () => {
      await connected('service');
      const { status, headers, body } = await released(await ofService());
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(body).toEqual({
        accessToken: 'upstream-1',
        tokenType: 'Bearer',
        expiresAt: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
        version: 1,
        scopes: ['read'],
      });
      expect(await given()).toEqual([['success', 'request']]);
    });

    it('are refreshed where they are to last longer than they do', async () => {
      await connected('service');
      const { body } = await released(await ofService(), '?minTtl=3600');
      expect([body['accessToken'], body['version']]).toEqual(['upstream-2', 2]);
    });

    it('stay where they are unless the config says otherwise', async () => {
      await connected('none');
      for (const token of [await ofService(), await ofUser(user)]) {
        const { status, body } = await released(token);
        expect([status, body['code']]).toEqual([403, 'token_release_denied']);
      }
      expect(await given()).toEqual([
        ['failure', 'request'],
        ['failure', 'request'],
      ]);
    });

    it('stay where they are once the config says so, also for connections that stayed with an earlier version', async () => {
      await connected('service');
      const otherClient = { clientId: 'another-id', tokenRelease: 'none' } as const;
      await server.get(ConfigsService).update(realm, crm.config.id, otherClient);
      const { status, body } = await released(await ofService());
      expect([status, body['code']]).toEqual([403, 'token_release_denied']);
    });

    it('are for their owner only where the config says so, and for no other user ever', async () => {
      await connected('service');
      expect((await released(await ofUser(user))).status).toBe(403);
      await connected('owner');
      expect((await released(await ofUser(user))).status).toBe(200);
      const { status, body } = await released(await ofUser(await aUser(server, realm)));
      expect([status, body['code']]).toEqual([404, 'connection_not_found']);
    });

    it.each(['?minTtl=x', '?minTtl=-1', '?minTtl=99999', '?other=1'])('refuse the query %s', async (query) => {
      await connected('service');
      expect((await released(await ofService(), query)).status).toBe(400);
    });

    it('need the scope', async () => {
      await connected('service');
      expect((await released(await ofService('conn:proxy'))).status).toBe(403);
    });
  });

  describe('by exchange', () => {
    const exchange = (form: Record<string, string>, asker = client): Promise<Answer> =>
      postForm(`${server.issuer(realm.name)}/oauth/token`, { grant_type: EXCHANGE, ...form }, basic(asker));
    const standard = async (subject?: string): Promise<Record<string, string>> => ({
      subject_token: subject ?? (await ofUser(user, client, 'openid')),
      subject_token_type: ACCESS_TOKEN,
      audience: `urn:realmgate:connection:${crm.config.id}`,
    });

    it('come for the token of the user, as RFC 8693 says', async () => {
      await connected('service');
      const { status, headers, body } = await exchange(await standard());
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(body).toEqual({
        access_token: 'upstream-1',
        issued_token_type: ACCESS_TOKEN,
        token_type: 'Bearer',
        expires_in: expect.any(Number) as unknown,
        scope: 'read',
      });
      expect(await given()).toEqual([['success', 'exchange']]);
    });

    it('have no expires_in where nobody knows', async () => {
      crm = await connectedApp(server, realm, api, { tokenRelease: 'service', expiry: { strategy: 'none' } });
      connection = await crm.connect({ kind: 'user', userId: user.id }, { expiresAt: null });
      expect(await exchange(await standard())).toMatchObject({ status: 200, body: { access_token: 'upstream-1' } });
      expect((await exchange(await standard())).body).not.toHaveProperty('expires_in');
    });

    it('are of the connection that is named, where there are several', async () => {
      await connected('service');
      const named = { ...(await standard()), connection_id: connection.id };
      expect((await exchange(named)).status).toBe(200);
      const other = { kind: 'user', userId: (await aUser(server, realm)).id } as const;
      const foreign = await crm.connect(other);
      const { status, body } = await exchange({ ...named, connection_id: foreign.id });
      expect([status, body['error']]).toEqual([400, 'invalid_target']);
    });

    it('are only for clients that hold the grant, and keep a secret', async () => {
      await connected('service');
      const form = await standard();
      const without = await aClient(server, realm);
      expect((await exchange(form, without)).body['error']).toBe('unauthorized_client');
      const asked = aClient(server, realm, { type: 'public', grantTypes: [EXCHANGE] });
      await expect(asked).rejects.toMatchObject({ code: 'invalid' });
    });

    it('are only for clients that may have the scope', async () => {
      await connected('service');
      const without = await aClient(server, realm, {
        grantTypes: ['password', EXCHANGE],
        scopes: ['openid', 'conn:proxy'],
      });
      const { status, body } = await exchange(await standard(await ofUser(user, without, 'openid')), without);
      expect([status, body['error']]).toEqual([400, 'unauthorized_client']);
      expect(await given()).toEqual([]);
    });

    it('are not for a token of another client, nor of no user, nor of another realm, nor for none', async () => {
      await connected('service');
      const stranger = await aClient(server, realm, { grantTypes: ['password'] });
      const elsewhere = realm;
      realm = await aRealm(server);
      const [foreignClient, foreignUser] = [await aClient(server, realm), await aUser(server, realm)];
      const foreign = await ofUser(foreignUser, foreignClient, 'openid');
      realm = elsewhere;
      for (const subject of [
        await ofUser(user, stranger, 'openid'),
        await ofService(),
        foreign,
        'upstream-1',
        'x.y.z',
      ]) {
        const { status, body } = await exchange(await standard(subject));
        expect([status, body['error']]).toEqual([400, 'invalid_request']);
      }
      expect(await given()).toEqual([]);
    });

    it.each([
      ['invalid_request', { audience: '' }],
      ['invalid_target', { audience: 'urn:realmgate:connection:0190' }],
      ['invalid_target', { audience: 'urn:realmgate:connection:01900000-0000-7000-8000-000000000000' }],
      ['invalid_target', { audience: 'https://api.example.com' }],
      ['invalid_target', { resource: 'https://api.example.com' }],
      ['invalid_request', { subject_token: '' }],
      ['invalid_request', { subject_token_type: '' }],
      ['invalid_request', { subject_token_type: 'urn:ietf:params:oauth:token-type:id_token' }],
      ['invalid_request', { requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' }],
      ['invalid_request', { actor_token: 'x', actor_token_type: ACCESS_TOKEN }],
      ['invalid_scope', { scope: 'write' }],
    ])('are refused with %s for %j', async (error, change) => {
      await connected('service');
      const { status, body } = await exchange({ ...(await standard()), ...change });
      expect([status, body['error']]).toEqual([400, error]);
    });

    it('stay where they are unless the config says otherwise', async () => {
      await connected('none');
      expect((await exchange(await standard())).body['error']).toBe('invalid_target');
    });

    it('want the user to connect first, or anew', async () => {
      crm = await connectedApp(server, realm, api, { tokenRelease: 'service' });
      expect((await exchange(await standard())).body['error']).toBe('interaction_required');
    });
  });
});
