import type { Dialect } from '../dialect.js';
import { realmPath } from '../mount.js';
import { GoodbridgeModule } from './goodbridge.module.js';

/** The authorization server of goodbridge.kz, a survey platform, as its documentation tells of it. */
export const GOODBRIDGE: Dialect = {
  name: 'goodbridge',
  module: ({ openRequestsPerAddress }) =>
    GoodbridgeModule.at(['oauth', `${realmPath('goodbridge')}/oauth`], openRequestsPerAddress),
};
