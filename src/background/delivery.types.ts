import type { RealmRef } from '../database/realm-ref.js';

/**
 * Something that one receiver is to be told until it is heard: written in the transaction of what it speaks of, so that
 * none gets lost. Times are UTC milliseconds.
 */
export interface Delivery {
  readonly id: string;
  /** How often it was tried in vain. */
  readonly failures: number;
  /** When somebody tries next; until then, whoever set it has it in hand. */
  readonly nextAttemptAt: number;
  readonly createdAt: number;
}

/** One of whichever realm. */
export interface RealmDelivery<D extends Delivery> {
  readonly realm: RealmRef;
  readonly delivery: D;
}

/** `done`: heard, or nobody is left to hear it. `refused`: understood and not wanted, so that to tell it again changes nothing. */
export type Answer = 'done' | 'refused' | 'unheard';

/** What each kind of delivery supplies. */
export interface Courier<D extends Delivery> {
  /** Tells it once. */
  send(realm: RealmRef, delivery: D): Promise<Answer>;
  /** It was refused, or tried often enough, and is no more. @param attempts that were made */
  giveUp(realm: RealmRef, delivery: D, attempts: number): Promise<void>;
}

/** By the status of an HTTP answer, null for none. @param refusal the status that says: no more of this */
export function answerOf(status: number | null, refusal: number): Answer {
  if (status === refusal) return 'refused';
  return status !== null && status >= 200 && status < 300 ? 'done' : 'unheard';
}

const HEAD_START_MS = 10_000;

/** Of one that is being written: its writer has it to itself for a moment, to make the first attempt. */
export const untried = (at: number): Pick<Delivery, 'failures' | 'nextAttemptAt' | 'createdAt'> => ({
  failures: 0,
  nextAttemptAt: at + HEAD_START_MS,
  createdAt: at,
});
