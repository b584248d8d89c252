import { SystemClock } from './clock.js';

const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

/** A machine whose clock can be set, and the clock of a process on it. */
function machine() {
  let [wall, steady] = [START, 5_000];
  const steps: [milliseconds: number, followed: boolean][] = [];
  const onStepBack = (milliseconds: number, followed: boolean): void => void steps.push([milliseconds, followed]);
  const clock = new SystemClock({ wall: () => wall, steady: () => steady, onStepBack });
  clock.now();
  return {
    clock,
    steps,
    since: () => clock.now() - START,
    pass: (milliseconds: number) => ((wall += milliseconds), (steady += milliseconds)),
    set: (milliseconds: number) => (wall += milliseconds),
    wall: () => wall - START,
  };
}

describe('the clock of a process', () => {
  it("is the machine's while that goes forward", () => {
    const { since, pass, set } = machine();
    pass(1500);
    expect(since()).toBe(1500);
    set(HOUR);
    expect(since()).toBe(HOUR + 1500);
  });

  it('req 59: goes on from where it was when the machine is set back by an hour, and never back', () => {
    const { since, pass, set, steps } = machine();
    pass(10_000);
    const before = since();
    set(-HOUR);
    expect(since()).toBe(before);
    pass(64_000);
    expect(since()).toBe(before + 63_000);
    expect(steps).toEqual([[HOUR, false]]);
  });

  it('is in line again once the machine has caught up', () => {
    const { since, pass, set, wall } = machine();
    set(-10_000);
    const seen = [since()];
    for (let minutes = 0; minutes < 12; minutes += 1) {
      pass(60_000);
      seen.push(since());
    }
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(since()).toBe(wall());
  });

  it('stays where it was through a second step back', () => {
    const { since, pass, set, steps } = machine();
    set(-HOUR);
    expect(since()).toBe(0);
    pass(6_400);
    expect(since()).toBe(6_300);
    set(-HOUR / 2);
    expect(since()).toBe(6_300);
    expect(steps).toHaveLength(1);
  });

  it('follows a machine that was a year ahead by mistake', () => {
    const { since, pass, set, steps, wall } = machine();
    set(365 * 24 * HOUR);
    since();
    set(-365 * 24 * HOUR);
    pass(1000);
    expect(since()).toBe(1000);
    pass(1000);
    expect(since()).toBe(wall());
    expect(steps).toEqual([[365 * 24 * HOUR - 1000, true]]);
  });

  it('tells nobody of steps below a second', () => {
    const { since, set, steps } = machine();
    set(-999);
    expect(since()).toBe(0);
    expect(steps).toEqual([]);
  });

  it('needs no sources but those of the machine', () => {
    expect(Math.abs(new SystemClock().now() - Date.now())).toBeLessThan(1000);
  });
});
