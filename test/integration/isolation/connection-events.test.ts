import type { RealmRef } from '../../../src/database/realm-ref.js';
import type { RecordedConnectionEvent } from '../../../src/connections/events/connection-event.types.js';
import { ConnectionEventsRepository } from '../../../src/connections/events/connection-events.repository.js';
import { WebhooksRepository, type WebhookRow } from '../../../src/connections/events/webhooks.repository.js';
import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids, idToBytes } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

const ids = new Ids(new SystemClock(), new SystemRandom());
const LIMIT = { limit: 10 };

describe('what is told of connections', () => {
  let node: TwoRealms;
  let events: ConnectionEventsRepository;
  let webhooks: WebhooksRepository;

  const countOf = async (table: string, realm: RealmRef): Promise<number> => {
    const statement = `SELECT COUNT(*) AS n FROM ${table} WHERE realmId = ?`;
    const [row] = await node.sql.query<{ n: number }>(statement, [idToBytes(realm.id)]);
    return Number(row?.n);
  };

  beforeAll(async () => {
    node = await openTwoRealms();
    events = new ConnectionEventsRepository(node.sql);
    webhooks = new WebhooksRepository(node.sql);
  });
  afterEach(async () => {
    for (const table of ['connection_events', 'connection_webhooks']) await node.sql.execute(`DELETE FROM ${table}`);
  });
  afterAll(() => node.close());

  describe('events', () => {
    const connectionId = ids.next();
    let here: RecordedConnectionEvent;
    let there: RecordedConnectionEvent;

    const anEvent = (): RecordedConnectionEvent => ({
      id: ids.next(),
      type: 'connection.created',
      connectionId,
      configId: null,
      userId: null,
      detail: { a: 1 },
      at: 10,
    });

    beforeEach(async () => {
      [here, there] = [anEvent(), anEvent()];
      await events.add(node.here, here);
      await events.add(node.there, there);
    });

    isolates('ConnectionEventsRepository.add', async () => {
      await events.add(node.here, anEvent());
      expect([await countOf('connection_events', node.here), await countOf('connection_events', node.there)]).toEqual([
        2, 1,
      ]);
    });

    isolates('ConnectionEventsRepository.find', async () => {
      expect(await events.find(node.here, here.id)).toEqual(here);
      expect(await events.find(node.here, there.id)).toBeNull();
    });

    isolates('ConnectionEventsRepository.page', async () => {
      expect(await events.page(node.here, { connectionId }, LIMIT)).toEqual({ items: [here], nextCursor: null });
    });

    isolates('ConnectionEventsRepository.deleteAllOf', async () => {
      await events.deleteAllOf(node.here);
      expect(await events.find(node.here, here.id)).toBeNull();
      expect(await events.find(node.there, there.id)).toEqual(there);
    });
  });

  describe('webhooks', () => {
    let here: WebhookRow;
    let there: WebhookRow;

    const aWebhook = (): WebhookRow => ({
      id: ids.next(),
      url: 'https://app.example.com/hook',
      events: [],
      sealedSecret: 'sealed',
      enabled: true,
      version: 1,
      createdAt: 1,
      updatedAt: 1,
    });
    const stillThere = async (): Promise<void> =>
      expect(await webhooks.find(node.there, there.id)).toMatchObject(there);

    beforeEach(async () => {
      [here, there] = [aWebhook(), aWebhook()];
      await webhooks.add(node.here, here);
      await webhooks.add(node.there, there);
    });

    isolates('WebhooksRepository.add', async () => {
      await webhooks.add(node.here, aWebhook());
      expect([
        await countOf('connection_webhooks', node.here),
        await countOf('connection_webhooks', node.there),
      ]).toEqual([2, 1]);
    });

    isolates('WebhooksRepository.find', async () => {
      expect(await webhooks.find(node.here, here.id)).toMatchObject(here);
      expect(await webhooks.find(node.here, there.id)).toBeNull();
    });

    isolates('WebhooksRepository.all', async () => {
      expect((await webhooks.all(node.here)).map(({ id }) => id)).toEqual([here.id]);
    });

    isolates('WebhooksRepository.page', async () => {
      expect((await webhooks.page(node.here, LIMIT)).items.map(({ id }) => id)).toEqual([here.id]);
    });

    isolates('WebhooksRepository.replace', async () => {
      expect(await webhooks.replace(node.here, there.id, 1, { enabled: false })).toBe(false);
      expect(await webhooks.replace(node.here, here.id, 1, { enabled: false })).toBe(true);
      expect(await webhooks.replace(node.here, here.id, 1, { enabled: true })).toBe(false);
      await stillThere();
    });

    isolates('WebhooksRepository.remove', async () => {
      expect(await webhooks.remove(node.here, there.id)).toBe(false);
      await stillThere();
    });

    isolates('WebhooksRepository.deleteAllOf', async () => {
      await webhooks.deleteAllOf(node.here);
      expect(await webhooks.all(node.here)).toEqual([]);
      await stillThere();
    });
  });
});
