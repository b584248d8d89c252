import type { Settings } from '../config/settings.js';
import { PasswordQueue } from './password-queue.js';

describe('PasswordQueue', () => {
  const queue = new PasswordQueue({ passwordHashConcurrency: 2 } as Settings);
  let running = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, ++running);
    await new Promise(setImmediate);
    running--;
  };

  it('runs as many at a time as it is told to, lets few wait and tells the others to come again', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => queue.run(work)));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(most).toBe(2);
    expect(refused.length).toBeGreaterThanOrEqual(34);
    expect(refused.length).toBeLessThanOrEqual(36);
    expect(refused[0]?.reason).toMatchObject({ code: 'unavailable', retryAfter: 2 });
  });

  it('goes on after work that fails', async () => {
    await expect(queue.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(queue.run(() => Promise.resolve('yes'))).resolves.toBe('yes');
  });
});
