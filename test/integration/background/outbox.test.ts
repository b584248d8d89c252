import { ConnectionEventsModule } from '../../../src/connections/events/connection-events.module.js';
import { ConnectionEvents } from '../../../src/connections/events/connection-events.service.js';
import { EventTeller } from '../../../src/connections/events/event-teller.service.js';
import { WebhooksService } from '../../../src/connections/events/webhooks.service.js';
import { Sql } from '../../../src/database/sql.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { freshDatabase } from '../../support/database.js';
import { type Domain, openDomain } from '../../support/domain.js';
import { NoticeReceiver } from '../../support/notice-receiver.js';
import { TestClock } from '../../support/test-clock.js';
import { eventually } from '../../support/eventually.js';

const MINUTE = 60;

describe('an outbox', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let hanging: NoticeReceiver;
  let listening: NoticeReceiver;
  let clock: TestClock;
  let node: Domain;
  let nodes: Domain[];
  let realm: Realm;
  let other: Realm;
  let realms = 0;

  const aNode = async (at: TestClock = clock): Promise<Domain> => {
    const env = { EGRESS_ALLOW: [hanging, listening].map(({ authority }) => authority).join(',') };
    const opened = await openDomain({ url: database.url, clock: at, env, modules: [ConnectionEventsModule] });
    nodes.push(opened);
    return opened;
  };
  const aWebhook = async (of: Realm, { url }: NoticeReceiver, path = ''): Promise<void> =>
    void (await node.get(WebhooksService).create(of, { url: url + path }));
  const record = async (of: Realm, times = 1, by: Domain = node): Promise<void> => {
    for (let time = 0; time < times; time++) await by.get(ConnectionEvents).record(of, { type: 'connection.created' });
  };
  const retry = (by: Domain = node): Promise<void> => by.get(EventTeller).retry();
  const settled = (by: Domain = node): Promise<void> => by.get(EventTeller).settled();
  const waiting = async (): Promise<number> => {
    const [row] = await node.get(Sql).query<{ n: number }>('SELECT COUNT(*) AS n FROM connection_event_deliveries');
    return Number(row?.n);
  };
  const pathsOf = ({ told }: NoticeReceiver): string[] => told.map(({ path }) => path).sort();

  beforeAll(async () => {
    [hanging, listening] = [await NoticeReceiver.open(), await NoticeReceiver.open()];
  });
  beforeEach(async () => {
    database = await freshDatabase();
    nodes = [];
    clock = new TestClock();
    node = await aNode();
    [realm, other] = [await node.realm(`acme-${++realms}`), await node.realm(`other-${realms}`)];
    for (const receiver of [hanging, listening]) {
      receiver.told.length = 0;
      receiver.status = 204;
      receiver.takes = 0;
    }
  });
  afterEach(async () => {
    hanging.release();
    for (const opened of nodes) await opened.close();
    await database.drop();
  });
  afterAll(() => Promise.all([hanging.close(), listening.close()]));

  it('tells one realm at once while receivers of another hang', async () => {
    hanging.hang();
    for (let hook = 0; hook < 10; hook++) await aWebhook(realm, hanging, `/${hook}`);
    await aWebhook(other, listening);
    await record(realm, 3);
    await record(other);
    await eventually(() => expect(listening.told).toHaveLength(1));
    expect(hanging.leftBy).toBe(0);
    expect(new Set(pathsOf(hanging)).size).toBe(hanging.told.length);
  });

  it('tries again for one realm while receivers of another hang, however much waits for them', async () => {
    for (let hook = 0; hook < 3; hook++) await aWebhook(realm, hanging, `/${hook}`);
    await aWebhook(other, listening);
    [hanging.status, listening.status] = [500, 500];
    await record(realm, 50);
    clock.advance(1);
    await record(other);
    await settled();
    hanging.told.length = listening.told.length = 0;
    clock.advance(MINUTE);
    hanging.hang();
    const round = retry();
    await eventually(() => expect(listening.told).toHaveLength(1));
    expect(hanging.leftBy).toBe(0);
    await eventually(() => expect(pathsOf(hanging)).toEqual(['/hook/0', '/hook/1', '/hook/2']));
    hanging.release();
    await round;
    expect(pathsOf(hanging)).toEqual(['/hook/0', '/hook/1', '/hook/2']);
    expect(await waiting()).toBe(151);
  });

  it('brings all that is due to a receiver that listens, in its order', async () => {
    await aWebhook(realm, listening);
    listening.status = 500;
    await record(realm, 30);
    await settled();
    listening.told.length = 0;
    listening.status = 204;
    clock.advance(MINUTE);
    await retry();
    expect(listening.told).toHaveLength(30);
    expect(await waiting()).toBe(0);
  });

  it('gives up what it cannot send, as what nobody hears', async () => {
    await aWebhook(realm, listening);
    await node.get(Sql).execute("UPDATE connection_webhooks SET sealedSecret = 'opened by no key'");
    await record(realm);
    await settled();
    for (let attempt = 1; attempt < 9; attempt++) {
      expect(await waiting()).toBe(1);
      clock.advance(24 * 60 * MINUTE);
      await retry();
    }
    expect([await waiting(), listening.told]).toEqual([0, []]);
  });

  it('ends promptly with its server, whatever waits', async () => {
    await aWebhook(realm, listening);
    listening.status = 500;
    await record(realm, 60);
    await settled();
    listening.told.length = 0;
    [listening.status, listening.takes] = [204, 200];
    clock.advance(MINUTE);
    const round = retry();
    await eventually(() => expect(listening.told.length).toBeGreaterThan(0));
    await node.close();
    await round;
    expect(listening.told.length).toBeLessThan(5);
    nodes = [];
    node = await aNode();
    expect(await waiting()).toBeGreaterThan(55);
  });

  it('sends once what several nodes find due', async () => {
    await aWebhook(realm, listening);
    listening.status = 500;
    await record(realm, 5);
    await settled();
    listening.told.length = 0;
    listening.status = 204;
    const second = await aNode();
    clock.advance(MINUTE);
    await Promise.all([retry(), retry(second)]);
    expect(listening.told).toHaveLength(5);
    expect(await waiting()).toBe(0);
  });

  it('leaves to others what waited too long for its first attempt', async () => {
    await aWebhook(realm, hanging);
    hanging.hang();
    await record(realm, 2);
    await eventually(() => expect(hanging.told).toHaveLength(1));
    const second = await aNode();
    clock.advance(MINUTE);
    const elsewhere = retry(second);
    await eventually(() => expect(hanging.told).toHaveLength(2));
    hanging.release();
    await Promise.all([elsewhere, settled()]);
    expect(hanging.told).toHaveLength(2);
    expect(await waiting()).toBe(0);
  });
});
