import { ClientsService } from '../../../src/clients/clients.service.js';
import { Sql } from '../../../src/database/sql.js';
import { idToBytes } from '../../../src/kernel/ids.js';
import { atOnce } from '../../support/at-once.js';
import { startServer, type TestServer } from '../../support/server.js';
import { Organisation, proxied, raw } from './gtwy-support.js';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

describe('at once', () => {
  it('200 callers of a new realm get one auth token', async () => {
    const org = await Organisation.create(server);
    const { access } = await org.tokensOf(org.manager);
    const answers = await atOnce(200, () => org.calls.authToken(raw(access)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(
      new Set([`200 {"auth_token":"${await org.authToken()}"}`]),
    );
  });

  it('200 refreshes of one token all succeed, and it stays the only one', async () => {
    const org = await Organisation.create(server);
    const { refresh } = await org.verified();
    const answers = await atOnce(200, () => org.calls.refresh(refresh));
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    const issued = new Set(answers.map(({ body }) => String(body['access_token'])));
    expect(issued.size).toBe(200);

    const [last = ''] = [...issued].slice(-1);
    expect((await org.calls.verify(proxied(last), 'nobody')).status).toBe(400);
    const { id } = await server.get(ClientsService).get(org.realm, 'saved');
    const statement = "SELECT consumedAt FROM tokens WHERE realmId = ? AND clientId = ? AND kind = 'refresh'";
    expect(await server.get(Sql).query(statement, [idToBytes(org.realm.id), idToBytes(id)])).toEqual([
      expect.objectContaining({ consumedAt: null }),
    ]);
    expect((await org.calls.refresh(refresh)).status).toBe(200);
  });

  it('the same client saved 50 times is one client, and nobody is refused', async () => {
    const org = await Organisation.create(server);
    const { access } = await org.tokensOf(org.manager);
    const answers = await atOnce(50, () => org.calls.save(raw(access), 'same'));
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    const { items } = await server.get(ClientsService).list(org.realm, { limit: 100 });
    expect(items.filter(({ clientId }) => clientId === 'same')).toHaveLength(1);
  });
});
