import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '../kernel/domain-error.js';
import { networkOf } from '../kernel/network.js';

const WINDOW_SECONDS = 60;

/**
 * How many requests a minute one address, or one IPv6 network, may make where no credentials are asked for. Counted in the memory of each
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
  new DomainError('too_many', 'Too many requests came from this address. Try again later.', { retryAfter });
