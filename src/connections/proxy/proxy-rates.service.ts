import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RealmRef } from '../../database/realm-ref.js';
import { DomainError } from '../../kernel/domain-error.js';

const WINDOW_SECONDS = 60;
const OF_ONE_CONNECTION = 300;
const OF_ONE_REALM = 3000;

/**
 * How many calls a minute go out by one connection, and for one realm. Counted in the memory of each process: what it
 * spares is the process, and the patience of the APIs.
 */
@Injectable()
export class ProxyRates {
  private readonly connections = new RateLimiterMemory({ points: OF_ONE_CONNECTION, duration: WINDOW_SECONDS });
  private readonly realms = new RateLimiterMemory({ points: OF_ONE_REALM, duration: WINDOW_SECONDS });

  /** Counts one call. @throws DomainError `rate_limited` that says when to come again. */
  async take(realm: RealmRef, connectionId: string): Promise<void> {
    try {
      await this.connections.consume(connectionId);
      await this.realms.consume(realm.id);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const retryAfter = refused.msBeforeNext / 1000;
      throw new DomainError('rate_limited', 'Too many calls were made. Try again later.', [], retryAfter);
    }
  }
}
