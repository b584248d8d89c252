import { isInTransaction, outsideTransactions } from './transaction-slot.js';

const MAX_KEYS = 256;

/** What callers of one turn wait for together. */
interface Asked<K, V> {
  readonly key: K;
  readonly name: string;
  readonly answer: Promise<V | null>;
  readonly resolve: (found: V | null) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes one statement of the reads of one event-loop turn. Nothing is kept from one turn to the next: every answer is as
 * the database has it. Inside a transaction a read goes out at once and alone, since only that transaction sees its rows.
 */
export class CoalescedRead<K, V> {
  private asked = new Map<string, Asked<K, V>>();

  /**
   * @param readMany finds what there is under the keys, by `keyOf`. The number of keys is a power of two (the last one is
   * repeated), so that its IN list has few forms and prepared statements are found again.
   */
  constructor(
    private readonly readMany: (keys: K[]) => Promise<Map<string, V>>,
    private readonly keyOf: (key: K) => string,
  ) {}

  load(key: K): Promise<V | null> {
    const name = this.keyOf(key);
    if (isInTransaction()) return this.readAlone(key, name);
    return (this.asked.get(name) ?? this.ask(key, name)).answer;
  }

  private async readAlone(key: K, name: string): Promise<V | null> {
    const found = await this.readMany([key]);
    return found.get(name) ?? null;
  }

  private ask(key: K, name: string): Asked<K, V> {
    if (this.asked.size === 0) outsideTransactions(() => setImmediate(() => this.readAll()));
    const asked = askedFor<K, V>(key, name);
    this.asked.set(name, asked);
    return asked;
  }

  private readAll(): void {
    const asked = [...this.asked.values()];
    this.asked = new Map();
    for (let from = 0; from < asked.length; from += MAX_KEYS) void this.answer(asked.slice(from, from + MAX_KEYS));
  }

  private async answer(asked: readonly Asked<K, V>[]): Promise<void> {
    try {
      const found = await this.readMany(padded(asked.map(({ key }) => key)));
      for (const { name, resolve } of asked) resolve(found.get(name) ?? null);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}

/** `Promise.withResolvers`, which Node 20 has not, with a key. */
function askedFor<K, V>(key: K, name: string): Asked<K, V> {
  let resolve!: Asked<K, V>['resolve'];
  let reject!: Asked<K, V>['reject'];
  const answer = new Promise<V | null>((found, failed) => {
    resolve = found;
    reject = failed;
  });
  return { key, name, answer, resolve, reject };
}

/** Each once, for the other column of what is read: mostly there is one realm, and a list of many is one to search. */
export const distinct = <K>(keys: readonly K[]): K[] => padded([...new Set(keys)]);

/** As many as a power of two, the last one repeated. */
function padded<K>(keys: readonly K[]): K[] {
  const size = 2 ** Math.ceil(Math.log2(keys.length));
  return [...keys, ...Array<K>(size - keys.length).fill(keys[keys.length - 1] as K)];
}
