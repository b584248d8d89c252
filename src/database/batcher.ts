import { setImmediate as turn } from 'node:timers/promises';
import { isStorageFault } from './storage-fault.js';
import { outsideTransactions } from './transaction-slot.js';

/** Turns of the event loop that a batch waits for company at most; a lone caller waits for one. */
const MAX_TURNS = 4;

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

export interface BatcherOptions {
  readonly maxBatch: number;
  /** Told the size of each batch. */
  readonly onBatch?: (size: number) => void;
}

/**
 * Makes one piece of work of what comes in one event-loop turn, or while the previous batch is under way. A batch that
 * fails is halved until what is at fault stands alone; when the database itself is at fault, all of it fails at once.
 */
export class Batcher<T, R> {
  private waiting: Waiting<T, R>[] = [];
  private busy = false;

  /** @param process gives one result for each item, in their order, and leaves nothing behind when it fails. */
  constructor(
    private readonly process: (items: T[]) => Promise<readonly R[]>,
    private readonly options: BatcherOptions,
  ) {}

  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.busy) this.schedule();
    });
  }

  private schedule(): void {
    this.busy = true;
    outsideTransactions(() => setImmediate(() => void this.drain()));
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      await this.gather();
      const batch = this.waiting.splice(0, this.options.maxBatch);
      this.options.onBatch?.(batch.length);
      await this.settle(batch);
    }
    this.busy = false;
  }

  /** As long as each turn brings more, the next one may bring more still: a commit costs the same for one and for many. */
  private async gather(): Promise<void> {
    let known = 0;
    for (let turns = 0; turns < MAX_TURNS && this.waiting.length < this.options.maxBatch; turns++) {
      if (this.waiting.length === known) return;
      known = this.waiting.length;
      await turn();
    }
  }

  private async settle(batch: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const results = await this.process(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, index) => resolve(results[index] as R));
    } catch (error) {
      if (batch.length === 1 || isStorageFault(error)) return batch.forEach(({ reject }) => reject(error));
      const half = Math.ceil(batch.length / 2);
      await this.settle(batch.slice(0, half));
      await this.settle(batch.slice(half));
    }
  }
}
