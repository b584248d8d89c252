import { SystemClock } from '../../../src/kernel/clock.js';
import { Ids, idToBytes } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import type { RealmRef } from '../../../src/database/realm-ref.js';
import { LogoutDeliveriesRepository } from '../../../src/oauth/logout/logout-deliveries.repository.js';
import type { LogoutDelivery } from '../../../src/oauth/logout/logout-delivery.types.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

describe('deliveries of logout tokens', () => {
  const ids = new Ids(new SystemClock(), new SystemRandom());
  let node: TwoRealms;
  let deliveries: LogoutDeliveriesRepository;
  let here: LogoutDelivery;
  let there: LogoutDelivery;

  const aDelivery = (): LogoutDelivery => ({
    id: ids.next(),
    clientId: ids.next(),
    sub: 'somebody',
    sid: ids.next(),
    failures: 0,
    nextAttemptAt: 10,
    createdAt: 1,
  });
  const rowsOf = (realm: RealmRef): Promise<{ failures: number; nextAttemptAt: number }[]> =>
    node.sql.query('SELECT failures, nextAttemptAt FROM logout_deliveries WHERE realmId = ?', [idToBytes(realm.id)]);
  const stillThere = async (): Promise<void> =>
    expect(await rowsOf(node.there)).toEqual([{ failures: 0, nextAttemptAt: 10 }]);

  beforeAll(async () => {
    node = await openTwoRealms();
    deliveries = new LogoutDeliveriesRepository(node.sql);
  });
  beforeEach(async () => {
    here = aDelivery();
    there = aDelivery();
    await deliveries.addAll(node.here, [here]);
    await deliveries.addAll(node.there, [there]);
  });
  afterEach(() => node.sql.execute('DELETE FROM logout_deliveries'));
  afterAll(() => node.close());

  isolates('LogoutDeliveriesRepository.addAll', async () => {
    await deliveries.addAll(node.here, [aDelivery(), aDelivery()]);
    expect(await rowsOf(node.here)).toHaveLength(3);
    await stillThere();
  });

  isolates('LogoutDeliveriesRepository.claim', async () => {
    expect(await deliveries.claim(node.here, there, 99)).toBe(false);
    expect(await deliveries.claim(node.here, here, 99)).toBe(true);
    expect(await deliveries.claim(node.here, here, 99)).toBe(false);
    await stillThere();
  });

  isolates('LogoutDeliveriesRepository.postpone', async () => {
    await deliveries.postpone(node.here, there.id, 1, 99);
    await stillThere();
  });

  isolates('LogoutDeliveriesRepository.remove', async () => {
    await deliveries.remove(node.here, there.id);
    await stillThere();
  });

  isolates('LogoutDeliveriesRepository.deleteAllOf', async () => {
    await deliveries.deleteAllOf(node.here);
    expect(await rowsOf(node.here)).toEqual([]);
    await stillThere();
  });
});
