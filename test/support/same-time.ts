/** Rounds that tell enough on a quiet machine. */
const FEWEST = 9;
const MOST = 300;
/** Work that was left out would save far more. */
const FACTOR = 2;

/** Tells how long a piece of work took, in milliseconds. */
export type Timed = () => Promise<number>;

export const timed =
  (work: () => Promise<unknown>): Timed =>
  async () => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };

/**
 * Two pieces of work take the same time. What disturbs a machine only ever makes work slower, so the fastest of each come
 * closer to the truth with every round: there are as many as it takes for them to agree, by turns, up to a bound.
 *
 * @throws where one of them stays faster.
 */
export async function expectSameTime(one: Timed, other: Timed): Promise<void> {
  const fastest: [number, number] = [Infinity, Infinity];
  const ratio = (): number => Math.max(...fastest) / Math.min(...fastest);
  for (let round = 0; round < MOST && (round < FEWEST || ratio() > FACTOR); round++) {
    fastest[0] = Math.min(fastest[0], await one());
    fastest[1] = Math.min(fastest[1], await other());
  }
  expect(ratio()).toBeLessThanOrEqual(FACTOR);
}
