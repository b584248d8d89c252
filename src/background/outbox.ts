import type { RealmRef } from '../database/realm-ref.js';
import { isStorageFault } from '../database/storage-fault.js';
import type { Clock } from '../kernel/clock.js';
import type { Answer, Courier, Delivery, RealmDelivery } from './delivery.types.js';
import { FairTurns } from './fair-turns.js';
import type { OutboxRepository } from './outbox.repository.js';
import type { Rounds } from './rounds.service.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const INTERVAL = 5 * SECOND;
/** After each failure, how long until the next attempt. */
const DELAYS = [10 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR];
/** How long whoever takes a delivery in hand has it to itself: far longer than an attempt can take. */
const LEASE = 2 * MINUTE;
/** What one round takes up. */
const LIMITS = { ofReceiver: 100, ofAll: 1000 };

/** Deliveries of one kind. */
export interface OutboxKind<D extends Delivery> {
  /** For the log: `webhooks`. */
  readonly name: string;
  readonly rows: OutboxRepository<D>;
  readonly courier: Courier<D>;
  /** After so many in vain a delivery is given up. */
  readonly attempts: number;
  /** Attempts that one process makes at a time: first ones, and as many others. */
  readonly atOnce: number;
}

interface Waiting<D extends Delivery> extends RealmDelivery<D> {
  readonly turns: FairTurns;
  /** Of the first attempt: until when it is worth waiting for. */
  readonly until: number;
  readonly tried: () => void;
}

/**
 * Brings deliveries to their receivers, by whichever node comes first, until they were heard or tried often enough. A
 * receiver has one attempt under way at a time, and one that does not hear is left in peace until the next round: it
 * holds up nobody else, of its own realm or of another.
 */
export class Outbox<D extends Delivery> {
  private readonly queues = new Map<string, Waiting<D>[]>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly firstTurns: FairTurns;
  private readonly otherTurns: FairTurns;

  constructor(
    private readonly kind: OutboxKind<D>,
    private readonly rounds: Rounds,
    private readonly clock: Clock,
  ) {
    this.firstTurns = new FairTurns(kind.atOnce);
    this.otherTurns = new FairTurns(kind.atOnce);
    rounds.every(INTERVAL, kind.name, () => this.takeUp());
  }

  /** Of what the caller has committed. Resolves when each was tried once, heard or not, or is left to a later round. */
  async tell(realm: RealmRef, deliveries: readonly D[]): Promise<void> {
    const turns = this.firstTurns;
    const attempts = deliveries.map(
      (delivery) =>
        new Promise<void>((tried) => this.add({ realm, delivery, turns, until: delivery.nextAttemptAt, tried })),
    );
    await Promise.all(attempts);
  }

  /** Tries again what is due. */
  async retry(): Promise<void> {
    await this.takeUp();
    await this.settled();
  }

  /** Resolves when nothing is under way here. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  /** Of a receiver for which an earlier round has left something there is nothing to take up. */
  private async takeUp(): Promise<void> {
    const due = await this.kind.rows.due(this.clock.now(), LIMITS);
    const left = [...this.queues].filter(([, queue]) => queue.some(({ until }) => until === Infinity));
    const busy = new Set(left.map(([receiver]) => receiver));
    for (const one of due) {
      if (busy.has(this.kind.rows.receiverOf(one.delivery))) continue;
      this.add({ ...one, turns: this.otherTurns, until: Infinity, tried: () => undefined });
    }
  }

  private add(waiting: Waiting<D>): void {
    const receiver = this.kind.rows.receiverOf(waiting.delivery);
    const queue = this.queues.get(receiver);
    if (queue) return void queue.push(waiting);
    const begun = [waiting];
    this.queues.set(receiver, begun);
    const done: Promise<void> = this.rounds
      .follow(`${this.kind.name} to ${receiver}`, () => this.work(receiver, begun))
      .finally(() => this.underWay.delete(done));
    this.underWay.add(done);
  }

  /** One after the other, for as long as the receiver hears. */
  private async work(receiver: string, queue: Waiting<D>[]): Promise<void> {
    try {
      for (let heard = true; heard && queue.length > 0;) {
        const { realm, delivery, turns, until, tried } = queue.shift() as Waiting<D>;
        heard = await turns.take(realm, () => this.attempt(realm, delivery, until)).finally(tried);
      }
    } finally {
      this.queues.delete(receiver);
      for (const { tried } of queue) tried();
    }
  }

  /** Only of what is still nobody else's when its turn comes. @returns whether the receiver may be told the next. */
  private async attempt(realm: RealmRef, waiting: D, until: number): Promise<boolean> {
    const now = this.clock.now();
    if (this.rounds.stopped) return false;
    if (now >= until) return true;
    const delivery = await this.kind.rows.claim(realm, waiting, now + LEASE);
    if (!delivery) return true;
    const answer = await this.send(realm, delivery);
    await this.conclude(realm, delivery, answer);
    return answer !== 'unheard';
  }

  /** What cannot be sent for a reason of its own counts as not heard: otherwise it would be tried for ever. */
  private async send(realm: RealmRef, delivery: D): Promise<Answer> {
    try {
      return await this.kind.courier.send(realm, delivery);
    } catch (error) {
      if (!isStorageFault(error)) await this.conclude(realm, delivery, 'unheard');
      throw error;
    }
  }

  private async conclude(realm: RealmRef, delivery: D, answer: Answer): Promise<void> {
    const { rows, courier, attempts } = this.kind;
    const made = delivery.failures + 1;
    const delay = answer === 'unheard' && made < attempts ? DELAYS[delivery.failures] : undefined;
    if (delay !== undefined) return rows.postpone(realm, delivery, this.clock.now() + delay);
    const removed = await rows.remove(realm, delivery);
    if (removed && answer !== 'done') await courier.giveUp(realm, delivery, made);
  }
}
