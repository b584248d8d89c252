import { DomainError, type FieldError } from '../kernel/domain-error.js';

/** A change without the fields that it leaves as they are. */
export const given = <T extends object>(changes: T): Partial<T> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>;

/** @throws DomainError `invalid` when there is one. */
export function refuseFaults(faults: readonly FieldError[]): void {
  if (faults.length > 0)
    throw new DomainError('invalid', 'The request has fields that are not valid.', { fields: faults });
}
