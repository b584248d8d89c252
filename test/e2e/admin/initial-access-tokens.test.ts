import type { Realm } from '../../../src/realms/realm.types.js';
import { aRealm } from '../../support/builders.js';
import { Registering } from '../../support/registering.js';
import { startServer, type TestServer } from '../../support/server.js';
import { type Admin, itemsOf, masterAdmin, refusedFields } from './support.js';

const CLIENT = { redirect_uris: ['https://app.example.com/callback'] };

describe('initial access tokens', () => {
  let server: TestServer;
  let admin: Admin;
  let realm: Realm;
  let at: string;
  beforeAll(async () => {
    server = await startServer();
    admin = await masterAdmin(server);
    realm = await aRealm(server, { registration: 'token' });
    at = `/realms/${realm.name}/initial-access-tokens`;
  });
  afterAll(() => server.close());

  it('req 69: are made, register as many clients as they say, and are shown once', async () => {
    const made = await admin.post(at, { uses: 2, expiresIn: 60 });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/admin/v1${at}/${String(made.body['id'])}`);
    const token = String(made.body['token']);
    const registering = new Registering(server, realm);
    expect((await registering.register(CLIENT, token)).status).toBe(201);
    const [listed] = itemsOf(await admin.get(at));
    expect(listed).toMatchObject({ id: made.body['id'], remaining: 1 });
    expect(JSON.stringify(listed)).not.toContain(token);
  });

  it('register nothing once they are deleted', async () => {
    const { body } = await admin.post(at);
    expect((await admin.delete(`${at}/${String(body['id'])}`)).status).toBe(204);
    expect((await admin.delete(`${at}/${String(body['id'])}`)).status).toBe(404);
    expect((await new Registering(server, realm).register(CLIENT, String(body['token']))).status).toBe(401);
  });

  it('have uses and a lifetime within bounds', async () => {
    expect(refusedFields(await admin.post(at, { uses: 0, expiresIn: 0 }))).toEqual(['uses', 'expiresIn']);
  });

  it('go with the realm, whose rules an administrator sets member by member', async () => {
    const { body } = await admin.patch(`/realms/${realm.name}`, { registrationRules: { maxClients: 5 } });
    expect(body['registrationRules']).toMatchObject({
      maxClients: 5,
      grantTypes: ['authorization_code', 'refresh_token'],
    });
    const refused = await admin.patch(`/realms/${realm.name}`, { registrationRules: { scopes: ['admin:write'] } });
    expect(refusedFields(refused)).toEqual(['registrationRules']);
    for (const scope of ['conn:proxy', 'conn:token', 'conn:connect', 'conn:manage'])
      expect((await admin.patch(`/realms/${realm.name}`, { registrationRules: { scopes: [scope] } })).status).toBe(400);
    const own = await admin.patch(`/realms/${realm.name}`, { registrationRules: { scopes: ['conn:self'] } });
    expect(own.status).toBe(200);
    for (const grant of ['password', 'urn:ietf:params:oauth:grant-type:token-exchange']) {
      const given = await admin.patch(`/realms/${realm.name}`, { registrationRules: { grantTypes: [grant] } });
      expect(refusedFields(given)).toEqual(['registrationRules']);
    }
  });

  it('shows a client that registered itself as one of that origin, with what it says of itself', async () => {
    const open = await aRealm(server, { registration: 'open' });
    const { body } = await new Registering(server, open).register({
      ...CLIENT,
      client_name: 'Orders',
      contacts: ['a@b.c'],
    });
    const shown = await admin.get(`/realms/${open.name}/clients/${String(body['client_id'])}`);
    expect(shown.body).toMatchObject({
      origin: 'registration',
      name: 'Orders',
      contacts: ['a@b.c'],
      requirePkce: false,
    });
    expect(shown.text).not.toContain('registrationHash');
  });
});
