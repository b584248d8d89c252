import { Initial1763700000000 } from './1763700000000-initial.migration.js';

/** Every migration, in the order of their times. One that was released is never changed. */
export const MIGRATIONS = [Initial1763700000000];
