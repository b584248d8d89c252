import DataLoader from 'dataloader';
import { isInTransaction, outsideTransactions } from './transaction-slot.js';

const MAX_KEYS = 256;

/**
 * Makes one statement of the reads of one event-loop turn. Nothing is kept from one turn to the next: every answer is as
 * the database has it. Inside a transaction a read goes out at once and alone, since only that transaction sees its rows.
 */
export class CoalescedRead<K, V> {
  private readonly loader: DataLoader<K, V | null>;

  /**
   * @param readMany finds what there is under the keys, by `keyOf`. The number of keys is a power of two (the last one is
   * repeated), so that its IN list has few forms and prepared statements are found again.
   */
  constructor(
    private readonly readMany: (keys: K[]) => Promise<Map<string, V>>,
    private readonly keyOf: (key: K) => string,
  ) {
    this.loader = new DataLoader<K, V | null>((keys) => this.readBatch(keys), {
      cache: false,
      maxBatchSize: MAX_KEYS,
      batchScheduleFn: (flush) => outsideTransactions(() => setImmediate(flush)),
    });
  }

  load(key: K): Promise<V | null> {
    return isInTransaction() ? this.readAlone(key) : this.loader.load(key);
  }

  private async readAlone(key: K): Promise<V | null> {
    const found = await this.readMany([key]);
    return found.get(this.keyOf(key)) ?? null;
  }

  private async readBatch(keys: readonly K[]): Promise<(V | null)[]> {
    const names = keys.map(this.keyOf);
    const distinct = new Map(names.map((name, index) => [name, keys[index] as K]));
    const found = await this.readMany(padded([...distinct.values()]));
    return names.map((name) => found.get(name) ?? null);
  }
}

/** As many as a power of two, the last one repeated. */
export function padded<K>(keys: readonly K[]): K[] {
  const size = 2 ** Math.ceil(Math.log2(keys.length));
  return [...keys, ...Array<K>(size - keys.length).fill(keys[keys.length - 1] as K)];
}
