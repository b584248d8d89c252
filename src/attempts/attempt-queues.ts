/** Who of one process checks, or waits to check, the same thing. */
export class AttemptQueue {
  /** How many attempts were given back so far. */
  freed = 0;
  /** Claims that the database has not answered yet: some of its counts may be theirs, and they may be given back. */
  private claiming = 0;
  /** Checks under way. */
  private running = 0;
  private waiting: ((worthAsking: boolean) => void)[] = [];

  constructor(private readonly longest: number) {}

  /** @param claim resolves to whether there was an attempt left; if so, {@link run} has to follow at once. */
  async claim(claim: () => Promise<boolean>): Promise<boolean> {
    this.claiming++;
    let claimed = false;
    try {
      claimed = await claim();
    } finally {
      this.claiming--;
      if (claimed) this.running++;
      else if (this.isIdle) this.wake(this.waiting.length, false);
    }
    return claimed;
  }

  /** Whether it is worth asking again, as soon as that is known: never while nothing is under way that could free one. */
  turn(): Promise<boolean> {
    if (this.isIdle || this.waiting.length >= this.longest) return Promise.resolve(false);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** @param check of an attempt that was claimed; resolves to whether it was given back. */
  async run(check: () => Promise<boolean>): Promise<void> {
    let free = true;
    try {
      free = await check();
    } finally {
      this.running--;
      this.next(free);
    }
  }

  /** A free attempt is for one; when nothing is under way any more, nobody has anything to wait for. */
  private next(free: boolean): void {
    if (free) this.freed++;
    this.wake(this.isIdle ? this.waiting.length : Number(free), true);
  }

  private get isIdle(): boolean {
    return this.running + this.claiming === 0;
  }

  private wake(count: number, worthAsking: boolean): void {
    for (const answer of this.waiting.splice(0, count)) answer(worthAsking);
  }
}

/** One queue for each key, for as long as somebody uses it. */
export class AttemptQueues {
  private readonly queues = new Map<string, { queue: AttemptQueue; users: number }>();

  constructor(private readonly longest: number) {}

  async use<T>(key: string, work: (queue: AttemptQueue) => Promise<T>): Promise<T> {
    const entry = this.queues.get(key) ?? { queue: new AttemptQueue(this.longest), users: 0 };
    this.queues.set(key, entry);
    entry.users++;
    try {
      return await work(entry.queue);
    } finally {
      if (--entry.users === 0) this.queues.delete(key);
    }
  }
}
