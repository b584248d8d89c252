import { DatabaseError } from './database-error.js';
import { untilStored } from './storage-patience.js';

const gone = (): DatabaseError => new DatabaseError('fault', 'ECONNREFUSED', 'gone');

describe('work that waits for the database', () => {
  it('is done again until it is stored, and knows how often it was tried', async () => {
    const tries: number[] = [];
    const work = (before: number): Promise<string> => {
      tries.push(before);
      return before < 2 ? Promise.reject(gone()) : Promise.resolve('stored');
    };
    expect(await untilStored(work, { ms: 1000, pauseMs: 1 })).toBe('stored');
    expect(tries).toEqual([0, 1, 2]);
  });

  it('fails as it failed last when the database stays away', async () => {
    const last = gone();
    await expect(untilStored(() => Promise.reject(last), { ms: 20, pauseMs: 5 })).rejects.toBe(last);
  });

  it('fails at once for any other reason', async () => {
    let tries = 0;
    const work = (): Promise<never> => Promise.reject(new Error(`of try ${++tries}`));
    await expect(untilStored(work, { ms: 1000 })).rejects.toThrow('of try 1');
  });

  it('ends when it is told to', async () => {
    const ending = new AbortController();
    const waiting = untilStored(() => Promise.reject(gone()), { ms: 60_000, pauseMs: 60_000, signal: ending.signal });
    ending.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });
});
