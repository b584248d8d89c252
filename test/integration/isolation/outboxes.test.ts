import type { Delivery } from '../../../src/background/delivery.types.js';
import type { OutboxRepository } from '../../../src/background/outbox.repository.js';
import { EventDeliveriesRepository } from '../../../src/connections/events/event-deliveries.repository.js';
import { RevocationsRepository } from '../../../src/connections/vault/revocations.repository.js';
import type { RealmRef } from '../../../src/database/realm-ref.js';
import { Sql } from '../../../src/database/sql.js';
import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids, idToBytes } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import { LogoutDeliveriesRepository } from '../../../src/oauth/logout/logout-deliveries.repository.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

const ids = new Ids(new SystemClock(), new SystemRandom());
const base = () => ({ id: ids.next(), failures: 0, nextAttemptAt: 10, createdAt: 1 });

interface Outbox<D extends Delivery = Delivery> {
  readonly table: string;
  readonly open: (sql: Sql) => OutboxRepository<D>;
  readonly make: (receiver: string) => D;
}

/** Type arguments that the compiler checks for each, and that the tests do not need. */
const outbox = <D extends Delivery>(of: Outbox<D>): Outbox => of as unknown as Outbox;

const OUTBOXES = [
  outbox({
    table: 'connection_event_deliveries',
    open: (sql) => new EventDeliveriesRepository(sql),
    make: (webhookId) => ({ ...base(), webhookId, eventId: ids.next() }),
  }),
  outbox({
    table: 'logout_deliveries',
    open: (sql) => new LogoutDeliveriesRepository(sql),
    make: (clientId) => ({ ...base(), clientId, sub: 'somebody', sid: ids.next() }),
  }),
  outbox({
    table: 'connection_revocations',
    open: (sql) => new RevocationsRepository(sql),
    make: (configId) => ({ ...base(), configId, connectionId: ids.next(), configVersion: 1, sealedTokens: 'v1.a' }),
  }),
];

describe.each(OUTBOXES)('what waits in $table', ({ table, open, make }) => {
  const receiver = ids.next();
  let node: TwoRealms;
  let rows: OutboxRepository<Delivery>;
  let here: Delivery;
  let there: Delivery;

  const timesOf = (realm: RealmRef): Promise<{ failures: number; nextAttemptAt: number }[]> =>
    node.sql.query(`SELECT failures, nextAttemptAt FROM ${table} WHERE realmId = ?`, [idToBytes(realm.id)]);
  const numbersOf = async (realm: RealmRef): Promise<number[][]> =>
    (await timesOf(realm)).map(({ failures, nextAttemptAt }) => [failures, Number(nextAttemptAt)]);
  const stillThere = async (): Promise<void> => expect(await numbersOf(node.there)).toEqual([[0, 10]]);

  beforeAll(async () => {
    node = await openTwoRealms();
    rows = open(node.sql);
  });
  beforeEach(async () => {
    [here, there] = [make(receiver), make(receiver)];
    await rows.addAll(node.here, [here]);
    await rows.addAll(node.there, [there]);
  });
  afterEach(() => node.sql.execute(`DELETE FROM ${table}`));
  afterAll(() => node.close());

  isolates('OutboxRepository.addAll', async () => {
    await rows.addAll(node.here, [make(receiver), make(receiver)]);
    expect(await timesOf(node.here)).toHaveLength(3);
    await stillThere();
  });

  isolates('OutboxRepository.claim', async () => {
    expect(await rows.claim(node.here, there, 99)).toBeNull();
    expect(await rows.claim(node.here, here, 99)).toEqual({ ...here, nextAttemptAt: 99 });
    expect(await rows.claim(node.here, here, 99)).toBeNull();
    await stillThere();
  });

  isolates('OutboxRepository.postpone', async () => {
    await rows.postpone(node.here, there, 99);
    await stillThere();
    await rows.postpone(node.here, here, 99);
    expect(await numbersOf(node.here)).toEqual([[1, 99]]);
  });

  isolates('OutboxRepository.remove', async () => {
    expect(await rows.remove(node.here, there)).toBe(false);
    await stillThere();
    expect(await rows.remove(node.here, here)).toBe(true);
  });

  isolates('OutboxRepository.removeAllTo', async () => {
    await rows.removeAllTo(node.here, receiver);
    expect(await timesOf(node.here)).toEqual([]);
    await stillThere();
  });

  isolates('OutboxRepository.deleteAllOf', async () => {
    await rows.deleteAllOf(node.here);
    expect(await timesOf(node.here)).toEqual([]);
    await stillThere();
  });

  it('is left alone by whoever was too slow and has it in hand no more', async () => {
    const slow = (await rows.claim(node.here, here, 50)) as Delivery;
    const quick = (await rows.claim(node.here, slow, 99)) as Delivery;
    await rows.postpone(node.here, slow, 500);
    expect(await rows.remove(node.here, slow)).toBe(false);
    expect(await numbersOf(node.here)).toEqual([[0, 99]]);
    expect(await rows.remove(node.here, quick)).toBe(true);
  });
});
