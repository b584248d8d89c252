import type { Dialect } from '../dialect.js';
import { realmPath } from '../mount.js';
import { GtwyModule } from './gtwy.module.js';

/** The organisation login of gtwy.ai, as its first public version speaks it. */
export const GTWY: Dialect = {
  name: 'gtwy',
  module: ({ dialectGtwyPrefix }) => GtwyModule.at([dialectGtwyPrefix, realmPath('gtwy')]),
};
