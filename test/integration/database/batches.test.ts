import { BatchedWork } from '../../../src/database/batched-work.js';
import { CoalescedRead } from '../../../src/database/coalesced-read.js';
import { DatabaseError } from '../../../src/database/database-error.js';
import { isDuplicate } from '../../../src/database/storage-fault.js';
import { placeholders } from '../../../src/database/statements.js';
import { openTestDatabase, type TestNode } from '../../support/database.js';

let node: TestNode;
beforeAll(async () => {
  node = await openTestDatabase();
});
beforeEach(async () => {
  await node.sql.execute('DELETE FROM server_secrets');
  await node.sql.execute('DELETE FROM attempts');
});
afterAll(() => node.close());

const secret = (name: string) => ({ table: 'server_secrets', row: { name, sealed: '-' } });
const attempt = (byte: number) => ({
  table: 'attempts',
  row: { keyHash: Buffer.alloc(32, byte), realmId: Buffer.alloc(16), failures: 0, blockedUntil: 0, expiresAt: 0 },
});
const count = async (table: string): Promise<number> => {
  const [row] = await node.sql.query<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`);
  return Number(row?.n);
};
const outcomes = async (work: readonly Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(work)).map(({ status }) => status);

describe('group commit', () => {
  let batches: number[];
  beforeEach(() => {
    batches = [];
    node.groupCommit.onBatch = (callers) => batches.push(callers);
  });

  it('commits the rows of one turn together, of several tables too', async () => {
    const callers = Array.from({ length: 50 }, (_, index) =>
      node.groupCommit.add([secret(`${index}`), attempt(index)]),
    );
    await Promise.all(callers);
    expect(batches).toEqual([50]);
    expect([await count('server_secrets'), await count('attempts')]).toEqual([50, 50]);
  });

  it('answers no caller before its rows are there', async () => {
    await node.groupCommit.add([secret('a')]);
    expect(await count('server_secrets')).toBe(1);
  });

  it('does the work of its callers while the database writes, once for each, whatever rows fail beside', async () => {
    await node.groupCommit.add([secret('taken')]);
    const worked: string[] = [];
    const callers = ['a', 'taken', 'b'].map((name) =>
      node.groupCommit.addWhile([secret(name)], () => {
        worked.push(name);
        return name.toUpperCase();
      }),
    );
    const settled = await Promise.allSettled(callers);
    expect(settled.map((one) => (one.status === 'fulfilled' ? one.value : one.status))).toEqual(['A', 'rejected', 'B']);
    expect(worked.sort()).toEqual(['a', 'b', 'taken']);
  });

  it('gives an error of such work to its own caller alone', async () => {
    const failing = node.groupCommit.addWhile([secret('a')], () => {
      throw new Error('cannot sign');
    });
    const other = node.groupCommit.addWhile([secret('b')], () => 'signed');
    await expect(failing).rejects.toThrow('cannot sign');
    expect(await other).toBe('signed');
  });

  it('does such work inside a transaction too', async () => {
    const work = () => node.groupCommit.addWhile([secret('a')], () => 'signed');
    expect(await node.transaction.run(work)).toBe('signed');
    expect(await count('server_secrets')).toBe(1);
  });

  it('lets a bad row fail its own caller alone, with all rows of that caller', async () => {
    await node.groupCommit.add([secret('taken')]);
    const names = Array.from({ length: 20 }, (_, index) => (index === 13 ? 'taken' : `n${index}`));
    const callers = names.map((name, index) => node.groupCommit.add([attempt(index), secret(name)]));
    const settled = await Promise.allSettled(callers);
    const failed = settled.flatMap((result, index) => (result.status === 'rejected' ? [[index, result.reason]] : []));
    expect(failed).toEqual([[13, expect.anything()]]);
    expect(isDuplicate(failed[0]?.[1])).toBe(true);
    expect([await count('server_secrets'), await count('attempts')]).toEqual([20, 19]);
  });

  it('tells two callers with the same new key apart: one wins', async () => {
    const settled = await outcomes([node.groupCommit.add([secret('same')]), node.groupCommit.add([secret('same')])]);
    expect(settled).toEqual(['fulfilled', 'rejected']);
  });

  it('belongs to the transaction it is called in', async () => {
    const aborted = node.transaction.run(async () => {
      await node.groupCommit.add([secret('a')]);
      throw new Error('refused');
    });
    await expect(aborted).rejects.toThrow('refused');
    expect(await count('server_secrets')).toBe(0);
    expect(batches).toEqual([]);
  });

  it('splits what is more than one batch', async () => {
    await Promise.all(Array.from({ length: 300 }, (_, index) => node.groupCommit.add([secret(`n${index}`)])));
    expect(batches).toEqual([128, 128, 44]);
    expect(await count('server_secrets')).toBe(300);
  });
});

describe('batched work', () => {
  /** Claims a row for the first of those who name it. */
  const claims = (sizes: number[] = []): BatchedWork<string, boolean> =>
    new BatchedWork(node.transaction, async (names, { statements }) => {
      sizes.push(names.length);
      if (names.includes('poison')) throw new Error('poison');
      const seen = new Set<string>();
      const results: boolean[] = [];
      for (const name of names) {
        const first = !seen.has(name);
        seen.add(name);
        const claim = "UPDATE server_secrets SET sealed = 'claimed' WHERE name = ? AND sealed = '-'";
        results.push(first && (await statements.change(claim, [name])) === 1);
      }
      return results;
    });

  it('answers each item by its place, in one transaction', async () => {
    await node.sql.insert('server_secrets', [
      { name: 'a', sealed: '-' },
      { name: 'b', sealed: '-' },
    ]);
    const sizes: number[] = [];
    const work = claims(sizes);
    expect(await Promise.all(['a', 'b', 'a', 'none'].map((name) => work.add(name)))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(sizes).toEqual([4]);
  });

  it('fails the item at fault alone', async () => {
    await node.sql.insert(
      'server_secrets',
      ['a', 'b', 'c'].map((name) => ({ name, sealed: '-' })),
    );
    const work = claims();
    const settled = await outcomes(['a', 'poison', 'b', 'c'].map((name) => work.add(name)));
    expect(settled).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(await node.sql.query("SELECT name FROM server_secrets WHERE sealed = 'claimed'")).toHaveLength(3);
  });

  it('fails as a whole, and at once, when the database is at fault', async () => {
    let runs = 0;
    const work = new BatchedWork<number, void>(node.transaction, async () => {
      runs++;
      throw new DatabaseError('fault', 'ECONNREFUSED', 'gone');
    });
    expect(await outcomes([1, 2, 3].map((item) => work.add(item)))).toEqual(Array(3).fill('rejected'));
    expect(runs).toBe(1);
  });
});

describe('coalesced reads', () => {
  const reader = (statements: string[][] = []): CoalescedRead<string, { name: string }> =>
    new CoalescedRead(
      async (names) => {
        statements.push(names);
        const sql = `SELECT name FROM server_secrets WHERE name IN (${placeholders(names.length)})`;
        const rows = await node.sql.query<{ name: string }>(sql, names);
        return new Map(rows.map((row) => [row.name, row]));
      },
      (name) => name,
    );

  it('make one statement of the reads of one turn, padded to a power of two', async () => {
    await node.sql.insert(
      'server_secrets',
      ['a', 'b', 'c'].map((name) => ({ name, sealed: '-' })),
    );
    const statements: string[][] = [];
    const read = reader(statements);
    const found = await Promise.all(['a', 'b', 'a', 'c', 'd', 'e'].map((name) => read.load(name)));
    expect(found.map((row) => row?.name ?? null)).toEqual(['a', 'b', 'a', 'c', null, null]);
    expect(statements).toEqual([['a', 'b', 'c', 'd', 'e', 'e', 'e', 'e']]);
  });

  it('keep nothing from one turn to the next', async () => {
    const read = reader();
    expect(await read.load('a')).toBeNull();
    await node.sql.insert('server_secrets', [{ name: 'a', sealed: '-' }]);
    expect(await read.load('a')).toEqual({ name: 'a' });
    await node.sql.execute('DELETE FROM server_secrets');
    expect(await read.load('a')).toBeNull();
  });

  it('see the rows of the transaction they are made in, and do not show them to others', async () => {
    const read = reader();
    await node.transaction.run(async () => {
      await node.sql.insert('server_secrets', [{ name: 'a', sealed: '-' }]);
      expect(await read.load('a')).toEqual({ name: 'a' });
    });
  });

  it('are not drawn into a transaction that is over by a straggler of it', async () => {
    const read = reader();
    let straggler: Promise<unknown> | undefined;
    let release = (): void => undefined;
    await node.transaction.run(async () => {
      straggler = new Promise<void>((resolve) => (release = resolve)).then(() => read.load('a'));
    });
    release();
    await Promise.resolve();
    expect(await Promise.all([straggler, read.load('b')])).toEqual([null, null]);
  });

  it('fail all loads of a failed statement, and work again after it', async () => {
    let broken = true;
    const read = new CoalescedRead<string, string>(
      async (keys) => {
        if (broken) throw new Error('broken');
        return new Map(keys.map((key) => [key, key]));
      },
      (key) => key,
    );
    expect(await outcomes([read.load('a'), read.load('b')])).toEqual(['rejected', 'rejected']);
    broken = false;
    expect(await read.load('a')).toBe('a');
  });
});
