import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Settings } from '../../config/settings.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { DomainError } from '../../kernel/domain-error.js';

const WINDOW_SECONDS = 60;

/**
 * How many calls a minute go out by one connection, and for one realm. Counted in the memory of each process: a count that
 * all of them share would be one row for each realm, which every call had to lock and write; with a count of attempts it
 * would be four statements. So several processes let out as many times more.
 */
@Injectable()
export class ProxyRates {
  private readonly connections: RateLimiterMemory;
  private readonly realms: RateLimiterMemory;

  constructor({ connCallsPerMinute, connRealmCallsPerMinute }: Settings) {
    this.connections = new RateLimiterMemory({ points: connCallsPerMinute, duration: WINDOW_SECONDS });
    this.realms = new RateLimiterMemory({ points: connRealmCallsPerMinute, duration: WINDOW_SECONDS });
  }

  /** Counts one call. @throws DomainError `rate_limited` that says when to come again. */
  async take(realm: RealmRef, connectionId: string): Promise<void> {
    try {
      await this.connections.consume(connectionId);
      await this.realms.consume(realm.id);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const retryAfter = refused.msBeforeNext / 1000;
      throw new DomainError('rate_limited', 'Too many calls were made. Try again later.', { retryAfter });
    }
  }
}
