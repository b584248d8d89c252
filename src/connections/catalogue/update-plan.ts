import type { Fingerprints } from './fingerprints.js';

/** What an update of a copy has to do. */
export interface UpdatePlan {
  /** Keys of the parts that the catalogue has anew or otherwise. */
  readonly news: readonly string[];
  /** Those of them that the realm has changed as well. */
  readonly conflicts: readonly string[];
}

/**
 * Compares three states: `base`, what was copied; `ours`, what the copy is now; `theirs`, what the catalogue has now. What
 * the catalogue has left as it was stays as the realm made it, and what it has no longer stays in the copy.
 */
export function planUpdate({ base, ours, theirs }: Record<'base' | 'ours' | 'theirs', Fingerprints>): UpdatePlan {
  const news = Object.keys(theirs).filter((key) => theirs[key] !== base[key] && theirs[key] !== ours[key]);
  return { news, conflicts: news.filter((key) => ours[key] !== base[key]) };
}
