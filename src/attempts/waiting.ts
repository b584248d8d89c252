import type { AttemptLimit } from './attempts.types.js';

/** What is kept of one limit. Times are UTC milliseconds. */
export interface Counter {
  readonly failures: number;
  /** Until then the next attempt is refused unseen. */
  readonly blockedUntil: number;
  /** When the count starts anew. */
  readonly expiresAt: number;
}

type Delays = Pick<AttemptLimit, 'allowance' | 'firstDelaySeconds' | 'maxDelaySeconds'>;

/** After how many doublings the delay has reached its greatest length. */
export const doublings = ({ firstDelaySeconds, maxDelaySeconds }: Delays): number =>
  Math.max(0, Math.ceil(Math.log2(maxDelaySeconds / firstDelaySeconds)));

/** The wait, in milliseconds, that follows so many attempts: none while the allowance lasts. */
export function delayAfter(failures: number, limit: Delays): number {
  const beyond = failures - limit.allowance;
  if (beyond < 0) return 0;
  return 1000 * (beyond >= doublings(limit) ? limit.maxDelaySeconds : limit.firstDelaySeconds * 2 ** beyond);
}

export const isOver = ({ expiresAt }: Counter, now: number): boolean => expiresAt <= now;

export const isWaiting = (counter: Counter, now: number): boolean =>
  !isOver(counter, now) && counter.blockedUntil > now;

/**
 * The counter as it can be at most. One that ends later was written before the clock was set back, or by a node whose
 * clock is ahead: whoever waits, waits no longer than one delay from now, and is not let off either.
 */
export function bounded(counter: Counter, limit: AttemptLimit, now: number): Counter {
  const longest = now + delayAfter(counter.failures, limit);
  const { failures, blockedUntil, expiresAt } = counter;
  const latest = longest + limit.windowSeconds * 1000;
  if (blockedUntil <= longest && expiresAt <= latest) return counter;
  return { failures, blockedUntil: Math.min(blockedUntil, longest), expiresAt: Math.min(expiresAt, latest) };
}
