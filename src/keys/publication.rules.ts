import { DomainError } from '../kernel/domain-error.js';
import type { KeyState } from './key.types.js';

/** Seconds for which a copy of the key set may be used without asking again: `max-age` of its answers. */
export const KEY_SET_MAX_AGE = 60;

/** Seconds that the clocks of nodes and of those who verify may differ by. */
export const CLOCK_SKEW = 60;

/**
 * Refuses a rotation that would let a key sign while copies of the key set without it may still be in use
 * (requirement 80). No exception for a new realm: its key set may have been read since.
 *
 * @throws DomainError `conflict` that says from when on it is possible.
 */
export function refuseUnpublished(keys: readonly { state: KeyState; createdAt: number }[], now: number): void {
  const published = keys.filter(({ state }) => state === 'next').map(({ createdAt }) => createdAt);
  const ready = Math.max(...published) + (KEY_SET_MAX_AGE + CLOCK_SKEW) * 1000;
  if (now >= ready) return;
  throw DomainError.conflict(
    'The next keys were published a moment ago, and cached key sets may not hold them yet: ' +
      `they can sign from ${new Date(ready).toISOString()} on.`,
  );
}
