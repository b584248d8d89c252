/** The failures that one process is about to count, by the key of their counter. */
export class Counting {
  /** How many have been counted so far: whoever has read a counter before the last of them has an old value. */
  done = 0;
  private readonly announced = new Map<string, Set<Promise<void>>>();

  get idle(): boolean {
    return this.announced.size === 0;
  }

  /** Those of one counter; each resolves when it is counted. */
  of(key: string): ReadonlySet<Promise<void>> {
    return this.announced.get(key) ?? new Set();
  }

  /** @returns to be called once the failure is counted, or turns out to be none. */
  announce(key: string): () => void {
    const all = this.announced.get(key) ?? new Set();
    const { promise, resolve } = withResolver();
    this.announced.set(key, all.add(promise));
    return () => {
      this.done++;
      all.delete(promise);
      if (all.size === 0) this.announced.delete(key);
      resolve();
    };
  }
}

function withResolver(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((resolvePromise) => (resolve = resolvePromise));
  return { promise, resolve };
}
