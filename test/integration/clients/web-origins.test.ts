import { ClientsService } from '../../../src/clients/clients.service.js';
import { Database } from '../../../src/database/database.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { type Domain, freshDomain } from '../../support/domain.js';
import { StatementLog } from '../../support/statement-log.js';

describe('clients', () => {
  let node: Domain;
  let clients: ClientsService;

  beforeAll(async () => {
    node = await freshDomain();
    clients = node.get(ClientsService);
  });
  afterAll(() => node.close());

  describe('req 17: web origins', () => {
    const APP = 'https://app.example.com:8443';
    const PORTAL = 'https://portal.example.com';
    const redirectUris = [`${APP}/a`, `${APP}/b`, 'http://127.0.0.1:4000/b', 'com.example.app:/c'];
    let web: Realm;
    let clientId: string;

    const known = async (...origins: string[]): Promise<boolean[]> =>
      Promise.all(origins.map((origin) => clients.hasOrigin(web, origin)));

    beforeEach(async () => {
      web = await node.realm(`web-${Math.random().toString(36).slice(2)}`);
      clientId = (await clients.create(web, { clientId: 'app', redirectUris })).client.clientId;
    });

    it('are those of the redirect URIs of the realm, to the letter', async () => {
      expect(await known(APP, 'http://127.0.0.1:4000')).toEqual([true, true]);
      const others = [PORTAL, 'https://app.example.com', APP.toUpperCase(), `${APP}/`, 'com.example.app:', "' OR 1=1"];
      expect(await known(...others)).toEqual(others.map(() => false));
    });

    it('req 60: follow each change of the client at once', async () => {
      await clients.update(web, clientId, { redirectUris: [`${PORTAL}/cb`] });
      expect(await known(APP, PORTAL)).toEqual([false, true]);
      await clients.update(web, clientId, { enabled: false });
      expect(await known(PORTAL)).toEqual([false]);
      await clients.update(web, clientId, { enabled: true });
      await clients.update(web, clientId, { name: 'Portal' });
      expect(await known(PORTAL)).toEqual([true]);
      await clients.delete(web, clientId);
      expect(await known(PORTAL)).toEqual([false]);
    });

    it('are asked for in one statement, however many are asked for at once', async () => {
      const log = new StatementLog(node.get(Database));
      const strangers = Array.from({ length: 100 }, (_, index) => `https://stranger-${index}.example`);
      const statements = await log.during(async () => {
        expect((await known(APP, ...strangers)).filter(Boolean)).toHaveLength(1);
      });
      expect(statements.map(({ kind }) => kind)).toEqual(['read']);
      expect(new Set(statements[0]?.tables)).toEqual(new Set(['client_origins']));
    });

    it('stay for as long as one of several clients has them', async () => {
      await clients.create(web, { clientId: 'second', redirectUris: [`${APP}/second`] });
      await clients.delete(web, clientId);
      expect(await known(APP)).toEqual([true]);
    });

    it('are those of before when the change of the client does not come about', async () => {
      const change = clients.update(web, clientId, { redirectUris: [`${PORTAL}/cb`], roles: ['nobody-made-this'] });
      await expect(change).rejects.toMatchObject({ code: 'invalid' });
      expect(await known(APP, PORTAL)).toEqual([true, false]);
    });
  });
});
