import type { FactoryProvider } from '@nestjs/common';
import { uniqueBy } from '../unique-by.js';
import { ALL_GRANTS } from './all-grants.js';
import type { Grant } from './grant.js';

/** The grants by their `grant_type`. */
export type Grants = ReadonlyMap<string, Grant>;
export const GRANTS_BY_TYPE = Symbol('grants by type');

export const grants: FactoryProvider<Grants> = {
  provide: GRANTS_BY_TYPE,
  inject: ALL_GRANTS,
  useFactory: (...all: Grant[]) => uniqueBy(all, (grant) => grant.type),
};
