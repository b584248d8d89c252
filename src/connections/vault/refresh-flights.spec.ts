import { setTimeout as wait } from 'node:timers/promises';
import { RefreshFlights } from './refresh-flights.js';

const flights = (limits = { patience: 1000, longest: 5000 }) =>
  new RefreshFlights<number>(limits, () => new Error('too late'));

it('has one piece of work under way for each key', async () => {
  const all = flights();
  let begun = 0;
  const work = (): Promise<number> => wait(10, ++begun);
  const results = await Promise.all([all.run('a', work), all.run('a', work), all.run('b', work)]);
  expect(results).toEqual([1, 1, 2]);
  expect(all.has('a')).toBe(false);
  expect(await all.run('a', work)).toBe(3);
});

it('fails for all who wait, and is begun anew after that', async () => {
  const all = flights();
  const work = (): Promise<number> => Promise.reject(new Error('no'));
  const outcomes = await Promise.allSettled([all.run('a', work), all.run('a', work)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await all.run('a', () => Promise.resolve(1))).toBe(1);
});

it('keeps nobody waiting for ever, and does not stand in the way of others', async () => {
  const all = flights({ patience: 20, longest: 60 });
  const never = new Promise<number>(() => undefined);
  await expect(all.run('a', () => never)).rejects.toThrow('too late');
  expect(all.has('a')).toBe(true);
  await wait(80);
  expect(all.has('a')).toBe(false);
  expect(await all.run('a', () => Promise.resolve(1))).toBe(1);
});
