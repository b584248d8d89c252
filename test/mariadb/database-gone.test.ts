import { migrate } from '../../src/database/migrate.js';
import { isStorageFault } from '../../src/database/storage-fault.js';
import { SystemClock } from '../../src/kernel/clock.js';
import { SystemRandom } from '../../src/kernel/random.js';
import { freshMariaDb, openNode, type TestNode } from '../support/database.js';
import { TestMariaDb } from '../support/mariadb.js';

/** What a caller waits for at most, with what a busy machine adds. */
const PATIENCE_MS = 6_000;

describe('while the database is gone', () => {
  let server: TestMariaDb;
  let node: TestNode;
  beforeAll(async () => {
    server = await TestMariaDb.start();
    const fresh = await freshMariaDb(server.url);
    node = await openNode(fresh.url);
    await migrate(node.database, new SystemClock(), new SystemRandom());
  }, 60_000);
  afterAll(async () => {
    await node?.close();
    await server?.remove();
  });

  const insert = (name: string): Promise<void> => node.sql.insert('server_secrets', [{ name, sealed: '-' }]);
  const read = (): Promise<unknown[]> => node.sql.query('SELECT name FROM server_secrets');
  const works: [string, () => Promise<unknown>][] = [
    ['a read', read],
    ['a write', () => insert('never')],
    ['a group commit', () => node.groupCommit.add([{ table: 'server_secrets', row: { name: 'never', sealed: '-' } }])],
    ['a transaction', () => node.transaction.run(() => insert('never'))],
    ['an entity manager', () => node.sql.manager.insert('server_secrets', { name: 'never', sealed: '-' })],
  ];
  const failAll = async (): Promise<void> => {
    const start = performance.now();
    for (const result of await Promise.allSettled(works.map(([, work]) => work()))) {
      expect(result.status).toBe('rejected');
      expect(isStorageFault((result as PromiseRejectedResult).reason)).toBe(true);
    }
    expect(performance.now() - start).toBeLessThan(PATIENCE_MS);
  };
  const recovered = async (name: string): Promise<void> => {
    await insert(name);
    expect(await read()).toContainEqual({ name });
  };

  it('everything fails as a storage fault after a kill, and works again after the restart', async () => {
    await Promise.all(works.map(() => read()));
    await server.kill();
    await failAll();
    await failAll();
    await server.restart();
    await recovered('after the kill');
  });

  it('a transaction that was open fails, and leaves nothing behind', async () => {
    const cut = node.transaction.run(async () => {
      await insert('half');
      await server.kill();
      await insert('other half');
    });
    expect(await cut.then(() => null, isStorageFault)).toBe(true);
    await server.restart();
    expect(await read()).not.toContainEqual({ name: 'half' });
    await recovered('after the transaction');
  });

  it('nobody waits longer than the deadline for a server that hangs', async () => {
    await Promise.all(works.map(() => read()));
    await server.freeze();
    try {
      await failAll();
    } finally {
      server.thaw();
    }
    await recovered('after the freeze');
  });

  it('nobody waits longer than that for a connection, be the callers ever so many', async () => {
    await server.freeze();
    const start = performance.now();
    const callers = Array.from({ length: 1_500 }, () => read().then(() => null, isStorageFault));
    expect(new Set(await Promise.all(callers))).toEqual(new Set([true]));
    expect(performance.now() - start).toBeLessThan(PATIENCE_MS);
    server.thaw();
    await recovered('after the crowd');
  });

  it('a server turned read-only is a storage fault for writes, and reads go on', async () => {
    const root = await openNode(new URL('mysql', server.url).href, []);
    await root.sql.execute("CREATE USER app@'127.0.0.1' IDENTIFIED BY 'a'");
    await root.sql.execute("GRANT SELECT, INSERT ON *.* TO app@'127.0.0.1'");
    await root.sql.execute('SET GLOBAL read_only = 1');
    const url = new URL(node.database.driver.database!, server.url);
    Object.assign(url, { username: 'app', password: 'a' });
    const app = await openNode(url.href);
    const write = app.sql.insert('server_secrets', [{ name: 'read-only', sealed: '-' }]);
    expect(await write.then(() => null, isStorageFault)).toBe(true);
    expect(await app.sql.query('SELECT name FROM server_secrets')).not.toEqual([]);
    await root.sql.execute('SET GLOBAL read_only = 0');
    await app.sql.insert('server_secrets', [{ name: 'writable', sealed: '-' }]);
    await Promise.all([app.close(), root.close()]);
  });

  it('a start says which database is missing, and shows no password', async () => {
    const url = new URL('nowhere', server.url).href.replace('root@', 'root:secret@');
    const start = openNode(url.replace(':secret', ''));
    await expect(start).rejects.toThrow(/"nowhere" at 127\.0\.0\.1:\d+ does not exist: create it/);
    await expect(openNode(url)).rejects.toThrow(/refuses the user or password/);
    await expect(openNode(url)).rejects.not.toThrow(/secret/);
    await server.stop();
    await expect(openNode(url)).rejects.toThrow(/cannot be reached/);
    await server.restart();
  });
});
