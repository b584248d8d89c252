import { setTimeout as wait } from 'node:timers/promises';

/** Asks again and again until it holds. @param within milliseconds; what did not hold then fails. */
export async function eventually(check: () => void | Promise<void>, within = 30_000): Promise<void> {
  const end = performance.now() + within;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await wait(10);
  }
}
