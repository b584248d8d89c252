import { setImmediate as turn } from 'node:timers/promises';
import { CoalescedRead } from './coalesced-read.js';

/** A database that answers each read when it is told to; what it has under a name is that name in capitals. */
class SlowDatabase {
  readonly reads: { keys: string[]; answer: () => void; fail: (error: Error) => void }[] = [];
  readonly read = new CoalescedRead<string, string>(
    (keys) =>
      new Promise((resolve, reject) => {
        const answer = (): void => resolve(new Map(keys.map((key) => [key, key.toUpperCase()])));
        this.reads.push({ keys, answer, fail: reject });
      }),
    (key) => key,
  );
}

describe('coalesced reads', () => {
  it('are one statement for all of a turn, with each key once', async () => {
    const database = new SlowDatabase();
    const loads = Promise.all(['a', 'b', 'a'].map((name) => database.read.load(name)));
    await turn();
    database.reads[0]?.answer();
    expect(await loads).toEqual(['A', 'B', 'A']);
    expect(database.reads.map(({ keys }) => keys)).toEqual([['a', 'b']]);
  });

  it('ask anew in the next turn, though the last answer is not there yet', async () => {
    const database = new SlowDatabase();
    const first = database.read.load('a');
    await turn();
    const second = database.read.load('a');
    await turn();
    expect(database.reads).toHaveLength(2);
    database.reads[1]?.answer();
    expect(await second).toBe('A');
    database.reads[0]?.answer();
    expect(await first).toBe('A');
  });

  it('are of as many keys as a power of two, and of 256 at most', async () => {
    const database = new SlowDatabase();
    const names = Array.from({ length: 256 + 5 }, (_, index) => `key ${index}`);
    const loads = Promise.all(names.map((name) => database.read.load(name)));
    await turn();
    expect(database.reads.map(({ keys }) => keys.length)).toEqual([256, 8]);
    for (const { answer } of database.reads) answer();
    expect(await loads).toEqual(names.map((name) => name.toUpperCase()));
  });

  it('fail for those who asked, and for nobody after them', async () => {
    const database = new SlowDatabase();
    const failed = Promise.allSettled([database.read.load('a'), database.read.load('b'), database.read.load('a')]);
    await turn();
    const other = database.read.load('a');
    await turn();
    database.reads[0]?.fail(new Error('gone'));
    expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    database.reads[1]?.answer();
    expect(await other).toBe('A');
  });

  it('tell null of what is not there', async () => {
    const nothing = new CoalescedRead<string, string>(
      () => Promise.resolve(new Map<string, string>()),
      (key) => key,
    );
    expect(await nothing.load('a')).toBeNull();
  });
});
