import type { RealmRef } from '../../../src/database/realm-ref.js';
import type { EventDelivery, RecordedConnectionEvent } from '../../../src/connections/events/connection-event.types.js';
import { ConnectionEventsRepository } from '../../../src/connections/events/connection-events.repository.js';
import { EventDeliveriesRepository } from '../../../src/connections/events/event-deliveries.repository.js';
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
  let deliveries: EventDeliveriesRepository;
  let webhooks: WebhooksRepository;

  const countOf = async (table: string, realm: RealmRef): Promise<number> => {
    const statement = `SELECT COUNT(*) AS n FROM ${table} WHERE realmId = ?`;
    const [row] = await node.sql.query<{ n: number }>(statement, [idToBytes(realm.id)]);
    return Number(row?.n);
  };

  beforeAll(async () => {
    node = await openTwoRealms();
    events = new ConnectionEventsRepository(node.sql);
    deliveries = new EventDeliveriesRepository(node.sql);
    webhooks = new WebhooksRepository(node.sql);
  });
  afterEach(async () => {
    for (const table of ['connection_events', 'connection_event_deliveries', 'connection_webhooks'])
      await node.sql.execute(`DELETE FROM ${table}`);
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

  describe('deliveries', () => {
    const webhookId = ids.next();
    let here: EventDelivery;
    let there: EventDelivery;

    const aDelivery = (): EventDelivery => ({
      id: ids.next(),
      eventId: ids.next(),
      webhookId,
      failures: 0,
      nextAttemptAt: 10,
      createdAt: 1,
    });
    const rowsOf = (realm: RealmRef): Promise<{ failures: number; nextAttemptAt: number }[]> =>
      node.sql.query('SELECT failures, nextAttemptAt FROM connection_event_deliveries WHERE realmId = ?', [
        idToBytes(realm.id),
      ]);
    const stillThere = async (): Promise<void> =>
      expect(await rowsOf(node.there)).toEqual([{ failures: 0, nextAttemptAt: 10 }]);

    beforeEach(async () => {
      [here, there] = [aDelivery(), aDelivery()];
      await deliveries.addAll(node.here, [here]);
      await deliveries.addAll(node.there, [there]);
    });

    isolates('EventDeliveriesRepository.addAll', async () => {
      await deliveries.addAll(node.here, [aDelivery(), aDelivery()]);
      expect(await rowsOf(node.here)).toHaveLength(3);
      await stillThere();
    });

    isolates('EventDeliveriesRepository.claim', async () => {
      expect(await deliveries.claim(node.here, there, 99)).toBe(false);
      expect(await deliveries.claim(node.here, here, 99)).toBe(true);
      expect(await deliveries.claim(node.here, here, 99)).toBe(false);
      await stillThere();
    });

    isolates('EventDeliveriesRepository.postpone', async () => {
      await deliveries.postpone(node.here, there.id, 1, 99);
      await stillThere();
    });

    isolates('EventDeliveriesRepository.remove', async () => {
      await deliveries.remove(node.here, there.id);
      await stillThere();
    });

    isolates('EventDeliveriesRepository.removeAllOfWebhook', async () => {
      await deliveries.removeAllOfWebhook(node.here, webhookId);
      expect(await rowsOf(node.here)).toEqual([]);
      await stillThere();
    });

    isolates('EventDeliveriesRepository.deleteAllOf', async () => {
      await deliveries.deleteAllOf(node.here);
      expect(await rowsOf(node.here)).toEqual([]);
      await stillThere();
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
