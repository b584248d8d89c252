import type { AttemptLimit } from './attempts.types.js';
import { bounded, delayAfter, doublings, isWaiting, type Counter } from './waiting.js';

const LIMIT: AttemptLimit = {
  purpose: 'login',
  subject: 'ada',
  address: null,
  allowance: 5,
  windowSeconds: 3600,
  firstDelaySeconds: 1,
  maxDelaySeconds: 900,
};
const NOW = 1_800_000_000_000;
const counter = (changes: Partial<Counter>): Counter => ({
  failures: 6,
  blockedUntil: NOW,
  expiresAt: NOW + 3_600_000,
  ...changes,
});

describe('the delay after so many attempts', () => {
  it('is nothing within the allowance, then one second that doubles up to fifteen minutes', () => {
    const delays = [1, 4, 5, 6, 7, 14, 15, 16, 1000].map((failures) => delayAfter(failures, LIMIT));
    expect(delays).toEqual([0, 0, 1000, 2000, 4000, 512_000, 900_000, 900_000, 900_000]);
  });

  it('never doubles when its first length is its greatest', () => {
    expect(doublings({ ...LIMIT, maxDelaySeconds: 1 })).toBe(0);
    expect(delayAfter(50, { ...LIMIT, maxDelaySeconds: 1 })).toBe(1000);
  });
});

describe('waiting', () => {
  it('ends with the delay, or with the count that it belongs to', () => {
    expect(isWaiting(counter({ blockedUntil: NOW + 1 }), NOW)).toBe(true);
    expect(isWaiting(counter({ blockedUntil: NOW }), NOW)).toBe(false);
    expect(isWaiting(counter({ blockedUntil: NOW + 1, expiresAt: NOW }), NOW)).toBe(false);
  });
});

describe('a counter whose times no clock of now can have written', () => {
  it('is left alone while they are possible', () => {
    const possible = counter({ blockedUntil: NOW + 2000, expiresAt: NOW + 3_602_000 });
    expect(bounded(possible, LIMIT, NOW)).toBe(possible);
  });

  it('makes its subject wait one delay and no longer after the clock was set back', () => {
    const fromLater = counter({ blockedUntil: NOW + 86_400_000, expiresAt: NOW + 90_000_000 });
    expect(bounded(fromLater, LIMIT, NOW)).toEqual({
      failures: 6,
      blockedUntil: NOW + 2000,
      expiresAt: NOW + 3_602_000,
    });
  });
});
