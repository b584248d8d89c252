import { setTimeout as sleep } from 'node:timers/promises';
import { MigrationLock } from '../../../src/database/migration-lock.js';
import { isUpToDate, migrate } from '../../../src/database/migrate.js';
import { Clock, SystemClock } from '../../../src/kernel/clock.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import { freshDatabase, openNode, type FreshDatabase, type TestNode } from '../../support/database.js';

class SetClock extends Clock {
  constructor(public time: number) {
    super();
  }
  now(): number {
    return this.time;
  }
}

describe('nodes that start at the same time', () => {
  let fresh: FreshDatabase;
  let nodes: TestNode[];
  beforeEach(async () => {
    fresh = await freshDatabase();
    nodes = await Promise.all([1, 2, 3].map(() => openNode(fresh.url)));
  });
  afterEach(async () => {
    await Promise.all(nodes.map((node) => node.close()));
    await fresh.drop();
  });

  it('migrate an empty database once', async () => {
    const ran = await Promise.all(
      nodes.map(({ database }) => migrate(database, new SystemClock(), new SystemRandom())),
    );
    expect(ran.flat()).toEqual(['Initial1763700000000']);
    expect(await Promise.all(nodes.map(({ database }) => isUpToDate(database)))).toEqual([true, true, true]);
    expect(await nodes[0]!.sql.query('SELECT * FROM migration_lock')).toEqual([]);
    expect(await nodes[0]!.sql.query('SELECT name FROM migrations')).toHaveLength(1);
  });

  it('hold the lock one after the other', async () => {
    let inside = 0;
    let most = 0;
    const hold = ({ sql }: TestNode): Promise<void> =>
      new MigrationLock(sql, new SystemClock(), new SystemRandom()).hold(async () => {
        most = Math.max(most, ++inside);
        await sleep(5);
        inside--;
      });
    await Promise.all(nodes.map(hold));
    expect(most).toBe(1);
  });

  it('take the lock of a node that died when its lease is over, and not before', async () => {
    const [{ sql }] = nodes as [TestNode];
    const clock = new SetClock(1_000_000);
    const lock = new MigrationLock(sql, clock, new SystemRandom());
    await lock.hold(async () => undefined);
    await sql.insert('migration_lock', [{ name: 'migrations', holder: 'dead', leaseUntil: clock.time + 1 }]);
    let held = false;
    const taking = lock.hold(async () => void (held = true));
    await sleep(400);
    expect(held).toBe(false);
    clock.time += 2;
    await taking;
    expect(held).toBe(true);
  });
});
