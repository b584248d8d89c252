import { Injectable } from '@nestjs/common';
import pLimit, { type LimitFunction } from 'p-limit';
import { Settings } from '../config/settings.js';
import { DomainError } from '../kernel/domain-error.js';

/** Waiting pieces of work for each one that runs: about two seconds' worth. */
const WAITING_PER_WORKER = 32;
const RETRY_AFTER_SECONDS = 2;

/**
 * Lets work on passwords run a few at a time and few wait, with all that it asks of the database: however many sign in,
 * the other requests keep their share of the processors and of the database, and nobody waits for an answer that comes
 * too late.
 */
@Injectable()
export class PasswordQueue {
  private readonly limit: LimitFunction;
  private readonly maxWaiting: number;

  constructor({ passwordHashConcurrency }: Settings) {
    this.limit = pLimit(passwordHashConcurrency);
    this.maxWaiting = passwordHashConcurrency * WAITING_PER_WORKER;
  }

  /** @throws DomainError `unavailable` at once when too many wait. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.limit.pendingCount >= this.maxWaiting) {
      throw new DomainError('unavailable', 'Too many sign-ins at once. Try again shortly.', {
        retryAfter: RETRY_AFTER_SECONDS,
      });
    }
    return this.limit(work);
  }
}
