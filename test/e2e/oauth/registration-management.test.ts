import { ClientsService } from '../../../src/clients/clients.service.js';
import { Sql } from '../../../src/database/sql.js';
import { RealmsService } from '../../../src/realms/realms.service.js';
import type { RealmChanges } from '../../../src/realms/realm.types.js';
import { atOnce } from '../../support/at-once.js';
import { aClient, aRealm } from '../../support/builders.js';
import { REDIRECTS, Registering, RULES } from '../../support/registering.js';
import { startServer, type TestServer } from '../../support/server.js';

describe('dynamic registration', () => {
  let server: TestServer;
  let registering: Registering;

  beforeAll(async () => {
    server = await startServer();
    registering = await inRealm({ registration: 'token', registrationRules: RULES });
  });
  afterAll(() => server.close());

  const inRealm = async (changes: RealmChanges): Promise<Registering> =>
    new Registering(server, await aRealm(server, changes));

  describe('managing a registration', () => {
    it('req 70: needs the token of that registration', async () => {
      const [mine, other] = [await registering.registered(), await registering.registered()];
      expect((await registering.read(mine)).status).toBe(200);
      const { registration_access_token: foreign } = other;
      for (const token of [foreign, '', 'rgk_x', mine['client_secret'], undefined]) {
        const wrong = { ...mine, registration_access_token: token };
        for (const answer of [
          await registering.read(wrong),
          await registering.replace(wrong, { ...REDIRECTS, client_id: mine['client_id'] }),
          await registering.remove(wrong),
        ])
          expect(answer.status).toBe(401);
      }
      expect((await registering.read(mine)).status).toBe(200);
    });

    it('req 70: looks the same for a client that does not exist and for one that did not register itself', async () => {
      const mine = await registering.registered();
      const made = await aClient(server, registering.realm);
      const at = (clientId: string) => ({ ...mine, registration_client_uri: `${registering.url}/${clientId}` });
      const [absent, admins] = [await registering.read(at('absent')), await registering.read(at(made.clientId))];
      expect([absent.status, absent.text]).toEqual([401, admins.text]);
    });

    it('req 70: keeps a hash of the token and shows no secret again', async () => {
      const mine = await registering.registered();
      const rows = await server.get(Sql).query('SELECT * FROM clients WHERE clientId = ?', [mine['client_id']]);
      const token = String(mine['registration_access_token']);
      expect(JSON.stringify(rows)).not.toContain(token.slice(4));
      const { body } = await registering.read(mine);
      expect(Object.keys(body)).not.toContain('client_secret');
      expect(Object.keys(body)).not.toContain('registration_access_token');
    });

    it('req 70: gives another token at each change, and the former one is void', async () => {
      const mine = await registering.registered();
      const { status, body } = await registering.replace(mine, { ...mine, client_name: 'New name' });
      expect([status, body['client_name']]).toEqual([200, 'New name']);
      expect(body['registration_access_token']).not.toBe(mine['registration_access_token']);
      expect((await registering.read(mine)).status).toBe(401);
      expect((await registering.read({ ...mine, ...body })).body['client_name']).toBe('New name');
    });

    it('req 70: changes nothing of what an administrator has set when what was read is written back', async () => {
      const mine = await registering.registered();
      const clients = server.get(ClientsService);
      const id = String(mine['client_id']);
      await clients.update(registering.realm, id, {
        requirePkce: true,
        audience: ['https://api.example.com'],
        scopes: ['openid', 'email'],
        defaultScopes: ['email'],
        accessTokenValiditySeconds: 60,
      });
      const before = await clients.get(registering.realm, id);
      const { body } = await registering.read(mine);
      expect((await registering.replace(mine, body)).status).toBe(200);
      const after = await clients.get(registering.realm, id);
      const changing = { version: 0, updatedAt: 0, registrationHash: '' };
      expect({ ...after, ...changing }).toEqual({ ...before, ...changing });
    });

    it('req 70: cannot make the client another one', async () => {
      const mine = await registering.registered();
      const wrong = [
        { ...mine, client_id: 'another' },
        { ...mine, client_secret: 'x'.repeat(43) },
        { ...mine, token_endpoint_auth_method: 'none' },
        { ...mine, scope: 'openid admin:read' },
        { ...mine, grant_types: ['password'] },
        REDIRECTS,
      ];
      for (const body of wrong)
        expect((await registering.replace(mine, body)).body['error']).toBe('invalid_client_metadata');
      expect((await registering.read(mine)).status).toBe(200);
    });

    it('req 70: one of two changes at once wins, and the other one changes nothing', async () => {
      const mine = await registering.registered();
      const statuses = await atOnce(6, async () => (await registering.replace(mine, mine)).status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    });

    it('ends with the client', async () => {
      const mine = await registering.registered();
      expect((await registering.remove(mine)).status).toBe(204);
      expect((await registering.read(mine)).status).toBe(401);
      expect(await server.get(ClientsService).find(registering.realm, String(mine['client_id']))).toBeNull();
    });

    it('is refused to a client that was disabled, and changes are where the realm has closed registration', async () => {
      const mine = await registering.registered();
      await server.get(ClientsService).update(registering.realm, String(mine['client_id']), { enabled: false });
      expect((await registering.read(mine)).status).toBe(401);
      const closing = await inRealm({ registration: 'open' });
      const { body } = await closing.register(REDIRECTS);
      await server.get(RealmsService).update(closing.realm.name, { registration: 'off' });
      expect((await closing.replace(body, body)).status).toBe(403);
      expect((await closing.remove(body)).status).toBe(204);
    });
  });
});
