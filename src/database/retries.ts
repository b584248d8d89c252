import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Random } from '../kernel/random.js';
import { isRetryable } from './storage-fault.js';

/** How long work waits for what others hold: as long as SQLite's own wait for a busy file is by custom. */
const PATIENCE_MS = 5_000;
const FIRST_DELAY_MS = 2;
const MAX_DELAY_MS = 100;

/** Runs work again that a deadlock, a lock wait or a certification conflict undid (MariaDB 1213 and 1205, SQLITE_BUSY). */
@Injectable()
export class Retries {
  constructor(private readonly random: Random) {}

  /** @param work leaves nothing behind when it fails so. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const giveUp = performance.now() + PATIENCE_MS;
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (!isRetryable(error) || performance.now() > giveUp) throw error;
        await sleep(this.delay(attempt));
      }
    }
  }

  /** Somewhere in a span that doubles each time, so that those who collided do not meet again. */
  private delay(attempt: number): number {
    const span = Math.min(FIRST_DELAY_MS * 2 ** attempt, MAX_DELAY_MS);
    return (span * (1 + this.random.bytes(1).readUInt8())) / 256;
  }
}
