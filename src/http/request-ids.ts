import type { Random } from '../kernel/random.js';

/** Names requests: a random part for the process and a count, so that an id costs next to nothing and none is made twice. */
export function requestIds(random: Random): () => string {
  const prefix = random.bytes(6).toString('hex');
  let count = 0;
  return () => `${prefix}-${(++count).toString(36)}`;
}
