import { Logger } from '@nestjs/common';
import { setTimeout as wait } from 'node:timers/promises';
import { Rounds } from './rounds.service.js';

describe('rounds', () => {
  let rounds: Rounds;
  const told: string[] = [];
  const keep = (text: string): void => void told.push(text);

  beforeAll(() => Logger.overrideLogger({ log: keep, warn: keep, error: keep }));
  beforeEach(() => {
    rounds = new Rounds();
    told.length = 0;
  });
  afterEach(() => rounds.onApplicationShutdown());
  afterAll(() => Logger.overrideLogger(true));

  it('begin with the server, and one is not overtaken by the next', async () => {
    let [begun, underWay] = [0, 0];
    rounds.every(5, 'work', async () => {
      begun++;
      expect(++underWay).toBe(1);
      await wait(30);
      underWay--;
    });
    await wait(20);
    expect(begun).toBe(0);
    rounds.onApplicationBootstrap();
    await wait(100);
    expect(begun).toBeGreaterThan(1);
  });

  it('tell of a failure once, until they go right again', async () => {
    const failing = (): Promise<void> => Promise.reject(new Error('no storage'));
    for (let round = 0; round < 3; round++) await rounds.follow('work', failing);
    expect(told).toEqual(['Not done, and tried again: work']);
    await rounds.follow('work', () => Promise.resolve());
    await rounds.follow('work', failing);
    expect(told).toHaveLength(2);
  });

  it('repeat a batch until there is less than asked for, and end between two of them', async () => {
    const left = [3, 3, 1];
    expect(await rounds.toTheEnd(3, async () => left.shift() ?? 0)).toBe(7);
    let batches = 0;
    const endless = rounds.follow('work', () =>
      rounds.toTheEnd(1, async () => {
        batches++;
        await wait(5);
        return 1;
      }),
    );
    await rounds.onApplicationShutdown();
    await endless;
    expect(batches).toBe(1);
  });
});
