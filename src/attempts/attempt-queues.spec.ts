import { setImmediate as nextTurn } from 'node:timers/promises';
import { AttemptQueue, AttemptQueues } from './attempt-queues.js';

/** A check that ends when the test says so. */
async function startCheck(queue: AttemptQueue): Promise<(free: boolean) => Promise<void>> {
  let settle: (free: boolean) => void = () => undefined;
  await queue.claim(() => Promise.resolve(true));
  const run = queue.run(() => new Promise<boolean>((resolve) => (settle = resolve)));
  return (free) => {
    settle(free);
    return run;
  };
}

describe('the queue for attempts', () => {
  it('lets nobody wait while nothing is under way', async () => {
    await expect(new AttemptQueue(10).turn()).resolves.toBe(false);
  });

  it('wakes one of those who wait for each attempt that was given back', async () => {
    const queue = new AttemptQueue(10);
    const [first, second] = [await startCheck(queue), await startCheck(queue)];
    const woken: number[] = [];
    void queue.turn().then(() => woken.push(1));
    void queue.turn().then(() => woken.push(2));
    await first(true);
    await nextTurn();
    expect(woken).toEqual([1]);
    await second(false);
    await nextTurn();
    expect(woken).toEqual([1, 2]);
  });

  it('wakes everybody when the last check has ended, and when it has failed', async () => {
    const queue = new AttemptQueue(10);
    const end = await startCheck(queue);
    const turns = [queue.turn(), queue.turn()];
    await end(false);
    await expect(Promise.all(turns)).resolves.toEqual([true, true]);
    await queue.claim(() => Promise.resolve(true));
    await expect(queue.run(() => Promise.reject(new Error('no database')))).rejects.toThrow('no database');
    await expect(queue.turn()).resolves.toBe(false);
  });

  it('lets wait while a claim is on its way, which may be given back, and turns away when it was none', async () => {
    const queue = new AttemptQueue(10);
    let answer: (claimed: boolean) => void = () => undefined;
    const claim = (): Promise<boolean> => queue.claim(() => new Promise((resolve) => (answer = resolve)));
    const refused = claim();
    const turns = [queue.turn(), queue.turn()];
    answer(false);
    await expect(Promise.all([refused, ...turns])).resolves.toEqual([false, false, false]);
    const claimed = claim();
    const turn = queue.turn();
    answer(true);
    await claimed;
    await queue.run(() => Promise.resolve(true));
    await expect(turn).resolves.toBe(true);
  });

  it('turns those away who wait for a claim that cannot be made', async () => {
    const queue = new AttemptQueue(10);
    let fail: (error: Error) => void = () => undefined;
    const claim = queue.claim(() => new Promise((_resolve, reject) => (fail = reject)));
    const turn = queue.turn();
    fail(new Error('no database'));
    await expect(claim).rejects.toThrow('no database');
    await expect(turn).resolves.toBe(false);
  });

  it('turns away who finds it full', async () => {
    const queue = new AttemptQueue(1);
    const end = await startCheck(queue);
    const waiting = queue.turn();
    await expect(queue.turn()).resolves.toBe(false);
    await end(true);
    await waiting;
  });
});

describe('the queues of a process', () => {
  it('are one for each key, and forgotten after their last user', async () => {
    const queues = new AttemptQueues(10);
    const [a, b, c] = await queues.use('x', async (outer) => {
      const [same, other] = [queues.use('x', async (queue) => queue), queues.use('y', async (queue) => queue)];
      return [outer, await same, await other];
    });
    expect(b).toBe(a);
    expect(c).not.toBe(a);
    await queues.use('x', async (anew) => expect(anew).not.toBe(a));
  });
});
