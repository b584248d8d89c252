import type { Dialect } from '../dialect.js';
import { DIALECT_NAME } from './endpoint-paths.js';
import { OnesaitModule } from './onesait.module.js';

/** The OAuth server of an onesait platform. No setting gives it a realm: its clients name theirs in their credentials. */
export const ONESAIT: Dialect = { name: DIALECT_NAME, module: () => ({ module: OnesaitModule }) };
