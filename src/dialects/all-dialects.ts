import type { Dialect } from './dialect.js';

/** Every dialect that the server speaks. */
export const ALL_DIALECTS: readonly Dialect[] = [];
