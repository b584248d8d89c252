import { DomainError } from './domain-error.js';

/** @param expected undefined when any version will do. @throws DomainError `stale` when the resource has moved on. */
export function refuseStale(current: { readonly version: number }, expected: number | undefined): void {
  if (expected !== undefined && current.version !== expected) throw DomainError.stale();
}
