import { Batcher, type BatcherOptions } from './batcher.js';
import { type HeldTransaction, Transaction } from './transaction.js';
import { isInTransaction } from './transaction-slot.js';

/** Claims and the like: work on many items in one transaction. */
export class BatchedWork<T, R> {
  private readonly batcher: Batcher<T, R>;

  /**
   * @param process answers each item by its place. It runs in the transaction that it is given (`Transaction.runWith`),
   * and again from its start if that one was undone. Items may repeat within one batch: it is up to `process` that only one of them wins.
   */
  constructor(
    private readonly transaction: Transaction,
    private readonly process: (items: T[], held: HeldTransaction) => Promise<readonly R[]>,
    options: BatcherOptions = { maxBatch: 64 },
  ) {
    this.batcher = new Batcher((items) => transaction.runWith((held) => process(items, held)), options);
  }

  /** Answered after the commit; inside a transaction the item is processed alone, in it. */
  async add(item: T): Promise<R> {
    if (!isInTransaction()) return this.batcher.add(item);
    const [result] = await this.transaction.runWith((held) => this.process([item], held));
    return result as R;
  }
}
