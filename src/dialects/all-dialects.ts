import type { Dialect } from './dialect.js';
import { GOODBRIDGE } from './goodbridge/goodbridge.dialect.js';
import { GTWY } from './gtwy/gtwy.dialect.js';
import { ONESAIT } from './onesait/onesait.dialect.js';

/** Every dialect that the server speaks. */
export const ALL_DIALECTS: readonly Dialect[] = [GOODBRIDGE, ONESAIT, GTWY];
