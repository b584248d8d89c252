import DataLoader from 'dataloader';
import { isInTransaction, outsideTransactions } from './transaction-slot.js';

const MAX_KEYS = 256;

/**
 * Makes one statement of the reads of one event-loop turn. Nothing is kept from one turn to the next: every answer is as
 * the database has it. Inside a transaction a read goes out at once and alone, since only that transaction sees its rows.
 */
export class CoalescedRead<K, V> {
  private readonly loader: DataLoader<K, V | null, string>;

  /**
   * @param readMany finds what there is under the keys, by `keyOf`. The number of keys is a power of two (the last one is
   * repeated), so that its IN list has few forms and prepared statements are found again.
   */
  constructor(
    private readonly readMany: (keys: K[]) => Promise<Map<string, V>>,
    private readonly keyOf: (key: K) => string,
  ) {
    this.loader = new DataLoader<K, V | null, string>((keys) => this.readBatch(keys), {
      cacheKeyFn: keyOf,
      maxBatchSize: MAX_KEYS,
      batchScheduleFn: (flush) => outsideTransactions(() => setImmediate(flush)),
    });
  }

  async load(key: K): Promise<V | null> {
    if (!isInTransaction()) return this.loader.load(key);
    const found = await this.readMany([key]);
    return found.get(this.keyOf(key)) ?? null;
  }

  private async readBatch(keys: readonly K[]): Promise<(V | null)[]> {
    // Loads that come from now on may see newer rows: they belong to the next statement.
    this.loader.clearAll();
    const found = await this.readMany(padded(keys));
    return keys.map((key) => found.get(this.keyOf(key)) ?? null);
  }
}

function padded<K>(keys: readonly K[]): K[] {
  const size = 2 ** Math.ceil(Math.log2(keys.length));
  return [...keys, ...Array<K>(size - keys.length).fill(keys[keys.length - 1] as K)];
}
