/** Who of one process checks, or waits to check, the same thing. */
export class AttemptQueue {
  /** Checks under way. */
  running = 0;
  /** How many attempts were given back so far. */
  freed = 0;
  private waiting: (() => void)[] = [];

  constructor(private readonly longest: number) {}

  /** Resolves when it is worth asking again; false at once when no check is under way, or too many wait already. */
  async turn(): Promise<boolean> {
    if (this.running === 0 || this.waiting.length >= this.longest) return false;
    await new Promise<void>((resolve) => this.waiting.push(resolve));
    return true;
  }

  /** @param check resolves to whether its attempt was given back. */
  async run(check: () => Promise<boolean>): Promise<void> {
    this.running++;
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
    const woken = this.running === 0 ? this.waiting.length : Number(free);
    for (const wake of this.waiting.splice(0, woken)) wake();
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
