import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { Transaction } from '../database/transaction.js';
import { Clock } from '../kernel/clock.js';
import { attemptKey, inKeyOrder } from './attempt-key.js';
import { AttemptQueues } from './attempt-queues.js';
import { AttemptsRepository } from './attempts.repository.js';
import type { AttemptLimit } from './attempts.types.js';
import { bounded, isOver, isWaiting, type Counter } from './waiting.js';

/** A look is lost only when another request claims or a count ends in the same moment. */
const LOOKS = 10;
/** Who finds so many before him waits in vain. */
const LONGEST_QUEUE = 200;

/**
 * Holds back who guesses secrets (requirement 84). The counters live in the database and change by one conditional
 * statement each, so that they are exact for however many requests on however many nodes. They delay; nobody is disabled.
 */
@Injectable()
export class AttemptsService {
  private readonly queues = new AttemptQueues(LONGEST_QUEUE);

  constructor(
    private readonly counters: AttemptsRepository,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  /**
   * Checks something that could be guessed. The attempt is claimed from every limit before the check and given back when
   * the check turns out well or cannot be made, so that parallel guesses are counted before the first of them is
   * answered. Who finds no attempt left while others of the same subject and address are being checked waits for these:
   * right ones that come all at once are all let in. To be called outside of transactions.
   *
   * @param check resolves to null for a wrong guess
   * @returns null for a wrong guess, and for one that had to wait: alike
   */
  attempt<T>(realm: RealmRef, limits: readonly AttemptLimit[], check: () => Promise<T | null>): Promise<T | null> {
    const key = limits.map((limit) => attemptKey(realm, limit).toString('latin1')).join('');
    return this.queues.use(key, async (queue) => {
      for (;;) {
        const { freed } = queue;
        if (await this.claim(realm, limits)) break;
        if (queue.freed === freed && !(await queue.turn())) return null;
      }
      let result: T | null = null;
      await queue.run(async () => {
        result = await this.checked(realm, limits, check);
        return result !== null;
      });
      return result;
    });
  }

  /**
   * Takes one attempt from every limit, or from none: to be asked before a password is checked, so that parallel guesses
   * are counted before the first of them is answered. Within the allowance attempts are free; past it there is one for
   * each delay. To be called outside of transactions.
   *
   * @returns false when one of the limits has none left now.
   */
  async claim(realm: RealmRef, limits: readonly AttemptLimit[]): Promise<boolean> {
    const now = this.clock.now();
    for (let look = 0; look < LOOKS; look++) {
      const waiting = await Promise.all(limits.map((limit) => this.hasToWait(realm, limit, now)));
      if (waiting.includes(true)) return false;
      if (await this.claimAll(realm, limits, now)) return true;
    }
    return false;
  }

  /** Undoes a claim whose check turned out well. */
  giveBack(realm: RealmRef, limits: readonly AttemptLimit[]): Promise<void> {
    return this.transaction.run(async () => {
      for (const limit of inKeyOrder(realm, limits)) await this.counters.release(realm, limit);
    });
  }

  /** Whether the subject has to wait now. Takes nothing: for secrets that parallel guessing does not find. */
  async isBlocked(realm: RealmRef, limit: AttemptLimit): Promise<boolean> {
    const counter = await this.counters.find(realm, limit);
    return counter !== null && this.isWaiting(realm, limit, counter, this.clock.now());
  }

  /** Counts a check that failed, and delays the next one when the allowance is used up. */
  async fail(realm: RealmRef, limit: AttemptLimit): Promise<void> {
    const now = this.clock.now();
    for (let look = 0; look < LOOKS; look++) {
      if (await this.counters.add(realm, limit, now)) return;
      await this.hasToWait(realm, limit, now);
    }
  }

  /** Forgets every counter of a subject, from whatever address. */
  clear(realm: RealmRef, purpose: string, subject: string): Promise<void> {
    return this.counters.deleteOf(realm, { purpose, subject });
  }

  deleteAllOf(realm: RealmRef): Promise<void> {
    return this.counters.deleteAllOf(realm);
  }

  /** @returns how many counters were deleted; as long as it is `limit`, there may be more. */
  prune(now: number, limit: number): Promise<number> {
    return this.counters.deleteExpired(now, limit);
  }

  private async checked<T>(
    realm: RealmRef,
    limits: readonly AttemptLimit[],
    check: () => Promise<T | null>,
  ): Promise<T | null> {
    let right = true;
    try {
      const result = await check();
      right = result !== null;
      return result;
    } finally {
      if (right) await this.giveBack(realm, limits);
    }
  }

  /** Sees to it that there is a count that runs. */
  private async hasToWait(realm: RealmRef, limit: AttemptLimit, now: number): Promise<boolean> {
    const counter = await this.counters.find(realm, limit);
    if (!counter) await this.counters.start(realm, limit, now);
    else if (isOver(counter, now)) await this.counters.restart(realm, limit, now);
    else return this.isWaiting(realm, limit, counter, now);
    return false;
  }

  private async isWaiting(realm: RealmRef, limit: AttemptLimit, counter: Counter, now: number): Promise<boolean> {
    const possible = bounded(counter, limit, now);
    if (possible !== counter) await this.counters.correct(realm, limit, counter, possible);
    return isWaiting(possible, now);
  }

  private async claimAll(realm: RealmRef, limits: readonly AttemptLimit[], now: number): Promise<boolean> {
    try {
      await this.transaction.run(async () => {
        for (const limit of inKeyOrder(realm, limits)) {
          if (!(await this.counters.claim(realm, limit, now))) throw new Refused();
        }
      });
      return true;
    } catch (error) {
      if (error instanceof Refused) return false;
      throw error;
    }
  }
}

/** Undoes the claims that the same transaction has made before. */
class Refused extends Error {}
