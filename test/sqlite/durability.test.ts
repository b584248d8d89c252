import type { SqliteDatabase } from '../../src/database/sqlite/sqlite.database.js';
import { WalSync } from '../../src/database/sqlite/wal-sync.js';
import { isStorageFault } from '../../src/database/storage-fault.js';
import { openTestDatabase, type TestNode } from '../support/database.js';

describe('an answer about a write', () => {
  let node: TestNode;
  let disk: { sync: () => Promise<void>; close: () => void };
  let finish: () => void;

  beforeEach(async () => {
    node = await openTestDatabase();
    disk = { sync: () => new Promise((resolve) => (finish = resolve)), close: () => undefined };
    Object.assign((node.database as SqliteDatabase).driver, { wal: new WalSync(() => disk) });
  });
  afterEach(() => node.close());

  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const row = (name: string): [string, { name: string; sealed: string }[]] => [
    'server_secrets',
    [{ name, sealed: '-' }],
  ];

  const WRITES: Record<string, () => Promise<unknown>> = {
    'an insert': () => node.sql.insert(...row('a')),
    'an update': () => node.sql.execute("UPDATE server_secrets SET sealed = 'x'"),
    'a transaction': () => node.transaction.run(() => node.sql.insert(...row('b'))),
    'a write of an entity manager': () => node.sql.manager.query("DELETE FROM server_secrets WHERE name = 'c'"),
  };

  it.each(Object.keys(WRITES))('waits until the disk has it: %s', async (name) => {
    let answered = false;
    const write = WRITES[name]!().then(() => (answered = true));
    for (let turns = 0; turns < 5; turns++) await turn();
    expect(answered).toBe(false);
    finish();
    await write;
    expect(answered).toBe(true);
  });

  it('is a storage fault when the disk fails, and reading goes on', async () => {
    disk.sync = () => Promise.reject(Object.assign(new Error('i/o error'), { code: 'EIO' }));
    for (const write of Object.values(WRITES)) {
      expect(await write().then(() => 'answered', isStorageFault)).toBe(true);
    }
    expect(await node.sql.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('waits for nothing when it only reads', async () => {
    disk.sync = () => Promise.reject(new Error('nobody asked'));
    expect(await node.sql.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(await node.sql.manager.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
