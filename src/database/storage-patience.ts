import { setTimeout as sleep } from 'node:timers/promises';
import { isStorageFault } from './storage-fault.js';

const PAUSE_MS = 200;

/** How long it is worth waiting for the database. */
export interface StoragePatience {
  /** After it, the next failure is the last one. */
  readonly ms: number;
  /** Between two tries. */
  readonly pauseMs?: number;
  /** Ends a pause, and with it the work. */
  readonly signal?: AbortSignal;
}

/**
 * Does work again while the database cannot serve: for what nobody could bring back, were it not stored now. Whether a try
 * that failed was stored all the same is for the next one to find out, so that it is told which one it is.
 *
 * @param work is told how many tries came before
 * @throws what the last try threw; anything but a storage fault at once
 */
export async function untilStored<T>(work: (before: number) => Promise<T>, patience: StoragePatience): Promise<T> {
  const { ms, pauseMs = PAUSE_MS, signal } = patience;
  const giveUp = performance.now() + ms;
  for (let before = 0; ; before++) {
    try {
      return await work(before);
    } catch (error) {
      if (!isStorageFault(error) || performance.now() > giveUp) throw error;
      await sleep(pauseMs, undefined, { ref: false, signal });
    }
  }
}
