import { isIPv6 } from 'node:net';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '../kernel/domain-error.js';

const WINDOW_SECONDS = 60;

/**
 * How many requests a minute one address may make where no credentials are asked for. Counted in the memory of each
 * process, for what it protects is the process itself: what must not be guessed is counted in the database instead.
 */
export class RateLimit {
  private readonly limiter: RateLimiterMemory;

  constructor(requestsPerMinute: number) {
    this.limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: WINDOW_SECONDS });
  }

  /** Counts one request. @throws DomainError `too_many` that says when to come again, once there were more than allowed. */
  async take(address: string): Promise<void> {
    try {
      await this.limiter.consume(networkOf(address));
    } catch (refused) {
      throw refused instanceof RateLimiterRes ? tooMany(refused.msBeforeNext / 1000) : refused;
    }
  }
}

const tooMany = (retryAfter: number): DomainError =>
  new DomainError('too_many', 'Too many requests came from this address. Try again later.', [], retryAfter);

const GROUPS = 8;
const NETWORK_GROUPS = 4;

/** What counts as one caller: an IPv4 address, or the /64 of an IPv6 address, which one machine has all to itself. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  const zeros = tail === undefined ? 0 : GROUPS - before.length - after.length;
  const groups = [...before, ...Array<number>(zeros).fill(0), ...after];
  return groups
    .slice(0, NETWORK_GROUPS)
    .map((group) => group.toString(16))
    .join(':');
}

/** An IPv4 address at the end stands for two groups, which are no part of the network. */
const groupsOf = (text: string): number[] =>
  text === '' ? [] : text.split(':').flatMap((group) => (group.includes('.') ? [0, 0] : [Number.parseInt(group, 16)]));
