import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { Transaction } from '../database/transaction.js';
import { Clock } from '../kernel/clock.js';
import { attemptKey, inKeyOrder } from './attempt-key.js';
import { AttemptQueues } from './attempt-queues.js';
import { AttemptsRepository } from './attempts.repository.js';
import type { AttemptLimit, Standing, Suspicion } from './attempts.types.js';
import { Counting } from './counting.js';
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
  private readonly counting = new Counting();

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
    const key = limits.map((limit) => nameOf(realm, limit)).join('');
    return this.queues.use(key, async (queue) => {
      for (;;) {
        const { freed } = queue;
        if (await queue.claim(() => this.claim(realm, limits))) break;
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

  /** How it stands with a subject. Takes nothing: for secrets that are cheap to check, whose failures {@link suspect} counts. */
  async look(realm: RealmRef, limit: AttemptLimit): Promise<Standing> {
    const counted = this.counting.done;
    const counter = await this.counters.find(realm, limit);
    const now = this.clock.now();
    if (!counter || isOver(counter, now)) return { failures: 0, waiting: false, counted };
    return { failures: counter.failures, waiting: await this.isWaiting(realm, limit, counter, now), counted };
  }

  /**
   * What was seen, or how it stands now when failures were counted since: a right guess that comes in the midst of wrong
   * ones is one of them until all that this process has checked before it are counted. Costs nothing while nobody fails.
   */
  async current(realm: RealmRef, limit: AttemptLimit, seen: Standing): Promise<Standing> {
    if (this.counting.idle && seen.counted === this.counting.done) return seen;
    await Promise.all(this.counting.of(nameOf(realm, limit)));
    return this.look(realm, limit);
  }

  /**
   * Announces a check that failed, before anything else is done about it: right guesses that come later wait until it is
   * counted ({@link current}). To be ended in any case.
   */
  suspect(realm: RealmRef, limit: AttemptLimit): Suspicion {
    const key = nameOf(realm, limit);
    // As many as are allowed are on their way: there is none left for this one, and nothing to ask the database for.
    const hopeless = this.counting.of(key).size >= limit.allowance;
    const count = async (): Promise<boolean> => !hopeless && (await this.claim(realm, [limit]));
    return { count, end: this.counting.announce(key) };
  }

  /** Counts a check that failed: announced, counted and ended. */
  async fail(realm: RealmRef, limit: AttemptLimit): Promise<boolean> {
    const suspicion = this.suspect(realm, limit);
    try {
      return await suspicion.count();
    } finally {
      suspicion.end();
    }
  }

  /** Forgets every counter of a subject, from whatever address. */
  clear(realm: RealmRef, purpose: string, subject: string): Promise<void> {
    return this.counters.deleteOf(realm, { purpose, subject });
  }

  deleteAllOf(realm: RealmRef): Promise<void> {
    return this.counters.deleteAllOf(realm);
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

const nameOf = (realm: RealmRef, limit: AttemptLimit): string => attemptKey(realm, limit).toString('latin1');

/** Undoes the claims that the same transaction has made before. */
class Refused extends Error {}
