/** Milliseconds that the clock of whoever names a moment may be ahead of ours. */
const SLACK = 5 * 60_000;

/**
 * Why a `notBefore` of a realm, client or user is refused; null for a good one. A moment that is yet to come would refuse
 * every new token until then.
 *
 * @param now UTC milliseconds
 */
export function notBeforeFault(value: unknown, now: number): string | null {
  const holds =
    value === null || (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= now + SLACK);
  return holds ? null : 'must be a moment that has passed';
}
