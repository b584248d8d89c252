import { Clock } from '../../src/kernel/clock.js';

/** Time that passes only when a test says so. */
export class TestClock extends Clock {
  constructor(private time = Date.UTC(2026, 0, 1)) {
    super();
  }

  now(): number {
    return this.time;
  }

  advance(seconds: number): void {
    this.time += seconds * 1000;
  }
}
