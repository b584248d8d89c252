import { setImmediate as turn } from 'node:timers/promises';
import { isDuplicate } from '../../../src/database/storage-fault.js';
import { DatabaseError } from '../../../src/database/database-error.js';
import type { Statements } from '../../../src/database/statements.js';
import { openNode, openTestDatabase, type TestNode } from '../../support/database.js';

describe('a transaction', () => {
  let node: TestNode & { readonly url: string };
  beforeAll(async () => {
    node = await openTestDatabase();
  });
  beforeEach(() => node.sql.execute('DELETE FROM server_secrets'));
  afterAll(() => node.close());

  const insert = (name: string): Promise<void> => node.sql.insert('server_secrets', [{ name, sealed: '-' }]);
  const count = async (): Promise<number> => {
    const [row] = await node.sql.query<{ n: number }>('SELECT COUNT(*) AS n FROM server_secrets');
    return Number(row?.n);
  };
  const abort = async (work: () => Promise<void>): Promise<void> => {
    const refused = new Error('refused');
    await expect(
      node.transaction.run(async () => {
        await work();
        throw refused;
      }),
    ).rejects.toBe(refused);
  };

  it('keeps nothing when its work throws', async () => {
    await abort(() => insert('a'));
    expect(await count()).toBe(0);
  });

  it('is joined by a nested run', async () => {
    await abort(() => node.transaction.run(() => insert('a')));
    expect(await count()).toBe(0);
  });

  it('is joined by the entity manager, group commits and nested entity transactions', async () => {
    await abort(async () => {
      await node.sql.manager.insert('server_secrets', { name: 'a', sealed: '-' });
      await node.groupCommit.add([{ table: 'server_secrets', row: { name: 'b', sealed: '-' } }]);
      await node.sql.manager.transaction((nested) =>
        nested.insert('server_secrets', { name: 'c', sealed: '-' }).then(() => undefined),
      );
      expect(await count()).toBe(3);
    });
    expect(await count()).toBe(0);
  });

  it('sees its own rows, which others do not see before the commit', async () => {
    const other = await openNode(node.url);
    await node.transaction.run(async () => {
      await insert('a');
      expect(await count()).toBe(1);
      expect(await other.sql.query('SELECT name FROM server_secrets')).toEqual([]);
    });
    expect(await other.sql.query('SELECT name FROM server_secrets')).toEqual([{ name: 'a' }]);
    await other.close();
  });

  it('runs its effects after the commit, once, and not after an abort', async () => {
    const effects: string[] = [];
    await abort(() => node.transaction.afterCommit(() => void effects.push('aborted')));
    await node.transaction.run(async () => {
      await node.transaction.afterCommit(() => void effects.push(`active: ${node.transaction.active}`));
      expect(effects).toEqual([]);
    });
    expect(effects).toEqual(['active: false']);
  });

  it('is run again from its start after a deadlock, for five seconds at most', async () => {
    const deadlock = new DatabaseError('retryable', 'ER_LOCK_DEADLOCK', 'a conflict');
    let tries = 0;
    await node.transaction.run(async () => {
      await insert('a');
      if (++tries < 3) throw deadlock;
    });
    expect([tries, await count()]).toEqual([3, 1]);
    tries = 0;
    const start = performance.now();
    const hopeless = node.transaction.run(async () => {
      tries++;
      throw deadlock;
    });
    await expect(hopeless).rejects.toBe(deadlock);
    expect(tries).toBeGreaterThan(12);
    expect(performance.now() - start).toBeGreaterThan(5_000);
  });

  it('survives a statement that fails within it', async () => {
    await insert('a');
    await node.transaction.run(async () => {
      const twice = node.sql.insert(
        'server_secrets',
        ['b', 'a'].map((name) => ({ name, sealed: '-' })),
      );
      expect(await twice.then(() => null, isDuplicate)).toBe(true);
      await insert('c');
    });
    const rows = await node.sql.query('SELECT name FROM server_secrets ORDER BY name');
    expect(rows).toEqual([{ name: 'a' }, { name: 'c' }]);
  });

  it('that its work holds itself keeps nothing when that throws, whether followed or not', async () => {
    const refused = new Error('refused');
    const held = node.transaction.runWith(async ({ statements, follow }) => {
      await statements.insertAll([{ table: 'server_secrets', rows: [{ name: 'a', sealed: '-' }] }]);
      await follow(() => insert('b'));
      expect(await statements.rows('SELECT name FROM server_secrets ORDER BY name', [])).toHaveLength(2);
      throw refused;
    });
    await expect(held).rejects.toBe(refused);
    expect(await count()).toBe(0);
  });

  it('that its work holds itself joins the one around it, and follows nobody of its own accord', async () => {
    await abort(() =>
      node.transaction.runWith(({ statements }) =>
        statements.change('DELETE FROM server_secrets', []).then(() => insert('a')),
      ),
    );
    await node.transaction.runWith(() => Promise.resolve(expect(node.transaction.active).toBe(false)));
    expect(await count()).toBe(0);
  });

  it('that its work holds itself refuses statements after its end', async () => {
    let kept: Statements | undefined;
    await node.transaction.runWith(({ statements }) => Promise.resolve(void (kept = statements)));
    await expect(kept?.change('DELETE FROM server_secrets', [])).rejects.toThrow('The transaction is over');
  });

  it('refuses statements that run on after its end', async () => {
    let late: Promise<void> | undefined;
    await node.transaction.run(async () => {
      late = turn()
        .then(turn)
        .then(() => insert('late'));
      late.catch(() => undefined);
    });
    await expect(late).rejects.toThrow('The transaction is over');
  });

  it('does not hold up a transaction of another data source within it', async () => {
    const other = await openTestDatabase();
    await node.transaction.run(async () => {
      await other.transaction.run(() => other.sql.insert('server_secrets', [{ name: 'other', sealed: '-' }]));
      await insert('own');
    });
    expect(await node.sql.query('SELECT name FROM server_secrets')).toEqual([{ name: 'own' }]);
    expect(await other.sql.query('SELECT name FROM server_secrets')).toEqual([{ name: 'other' }]);
    await other.close();
  });
});
