import { DatabaseCheck } from './database.check.js';
import { KeysCheck } from './keys.check.js';

/** What `GET /health/ready` asks. */
export const ALL_READINESS_CHECKS = [DatabaseCheck, KeysCheck];
