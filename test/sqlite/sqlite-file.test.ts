import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { isStorageFault } from '../../src/database/storage-fault.js';
import { openNode, openTestDatabase, type TestNode } from '../support/database.js';

describe('a SQLite file', () => {
  let node: TestNode & { readonly url: string };
  beforeEach(async () => {
    node = await openTestDatabase();
  });
  afterEach(() => node.close());

  const file = (): string => node.url.slice('sqlite:'.length);
  const insert = (by: TestNode, name: string): Promise<void> =>
    by.sql.insert('server_secrets', [{ name, sealed: '-' }]);
  const names = async (): Promise<unknown[]> =>
    (await node.sql.query<{ name: string }>('SELECT name FROM server_secrets ORDER BY name')).map(({ name }) => name);

  it('keeps its commits whole, and is safe to be read while it is written', async () => {
    const pragma = async (name: string): Promise<unknown[]> =>
      (await node.sql.query(`PRAGMA ${name}`)).flatMap((row) => Object.values(row));
    expect(await pragma('synchronous')).toEqual([1]);
    expect(await pragma('journal_mode')).toEqual(['wal']);
    expect(await pragma('foreign_keys')).toEqual([1]);
    expect(await pragma('integrity_check')).toEqual(['ok']);
  });

  it('is written by two connections at once without loss', async () => {
    const other = await openNode(node.url);
    const write = (by: TestNode, name: string): Promise<void> => by.transaction.run(() => insert(by, name));
    const rounds = Array.from({ length: 30 }, (_, index) => String(index).padStart(2, '0'));
    await Promise.all(rounds.flatMap((name) => [write(node, `a${name}`), write(other, `b${name}`)]));
    expect(await names()).toHaveLength(60);
    await other.close();
  });

  it('that another process keeps locked is a storage fault, and serves again afterwards', async () => {
    const hold = `
      const handle = new (require('better-sqlite3'))(process.argv[1]);
      handle.exec('BEGIN IMMEDIATE');
      console.log('held');
      process.stdin.resume().on('end', () => handle.exec('ROLLBACK'));`;
    const other = spawn(process.execPath, ['-e', hold, file()], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(other.stdout, 'data');
    const refused = node.transaction.run(() => insert(node, 'refused'));
    expect(await refused.then(() => null, isStorageFault)).toBe(true);
    expect(await names()).toEqual([]);
    other.stdin.end();
    await once(other, 'exit');
    await insert(node, 'accepted');
    expect(await names()).toEqual(['accepted']);
  });

  it('that is full is a storage fault, is still read, and is written again once there is room', async () => {
    await node.sql.query('PRAGMA max_page_count = 1');
    const work = Array.from({ length: 5 }, (_, index) =>
      node.transaction.run(() => node.sql.insert('server_secrets', [{ name: `${index}`, sealed: 'x'.repeat(50_000) }])),
    );
    const settled = await Promise.all(work.map((one) => one.then(() => null, isStorageFault)));
    expect(settled).toEqual(Array(5).fill(true));
    expect(await names()).toEqual([]);
    await node.sql.query('PRAGMA max_page_count = 100000');
    await insert(node, 'fits');
    expect(await names()).toEqual(['fits']);
  });

  it('that cannot be written is a storage fault for writes alone', async () => {
    await insert(node, 'before');
    await node.sql.query('PRAGMA query_only = 1');
    expect(await insert(node, 'refused').then(() => null, isStorageFault)).toBe(true);
    expect(await names()).toEqual(['before']);
  });

  it('that is no database is refused at the start', async () => {
    const url = `${node.url}.txt`;
    writeFileSync(url.slice('sqlite:'.length), 'no database, but a text of some length'.repeat(50));
    await expect(openNode(url)).rejects.toThrow(/not a database/);
  });
});
