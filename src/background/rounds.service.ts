import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

interface Round {
  readonly milliseconds: number;
  readonly begin: () => void;
}

/**
 * What the server does of itself, on every node, time and again. Its end waits for the step that each work is at, and
 * not for all that the work has before it.
 */
@Injectable()
export class Rounds implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Rounds.name);
  private readonly rounds: Round[] = [];
  private timers: NodeJS.Timeout[] = [];
  private readonly underWay = new Set<Promise<void>>();
  /** What was told last of each work that fails. */
  private readonly failing = new Map<string, string>();
  private ended = false;

  /** Work of many steps asks before each of them. */
  get stopped(): boolean {
    return this.ended;
  }

  /**
   * Has work done again and again from the start of the server on; call it while that is made. One round at a time: one
   * that takes longer than the interval is not overtaken.
   *
   * @param name for the log
   */
  every(milliseconds: number, name: string, work: () => Promise<unknown>): void {
    let busy = false;
    const begin = (): void => {
      if (busy) return;
      busy = true;
      void this.follow(name, work).then(() => (busy = false));
    };
    this.rounds.push({ milliseconds, begin });
  }

  /** Work that nobody waits for but the end of the server. What goes wrong is told once, until it goes right again. */
  follow(name: string, work: () => Promise<unknown>): Promise<void> {
    const done: Promise<void> = this.done(name, work).finally(() => this.underWay.delete(done));
    this.underWay.add(done);
    return done;
  }

  /** Repeats what takes its work in batches until it finds fewer than asked for, or the server ends. @returns how many in all */
  async toTheEnd(size: number, batch: (size: number) => Promise<number>): Promise<number> {
    let all = 0;
    for (let found = size; found === size && !this.ended; all += found) {
      found = await batch(size);
      await nextTurn();
    }
    return all;
  }

  onApplicationBootstrap(): void {
    this.timers = this.rounds.map(({ milliseconds, begin }) => setInterval(begin, milliseconds).unref());
  }

  async onApplicationShutdown(): Promise<void> {
    this.ended = true;
    for (const timer of this.timers) clearInterval(timer);
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private async done(name: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.failing.delete(name);
    } catch (error) {
      const text = String(error);
      if (this.failing.get(name) !== text) this.logger.warn(`Not done, and tried again: ${name}`, error);
      this.failing.set(name, text);
    }
  }
}
