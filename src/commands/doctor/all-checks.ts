import type { Check } from './check.js';
import { clockCheck } from './clock.check.js';
import { databaseCheck } from './database.check.js';
import { keysCheck } from './keys.check.js';

/** In this order; after a problem the later ones, which build on the earlier, are left out. */
export const ALL_CHECKS: readonly Check[] = [databaseCheck, keysCheck, clockCheck];
