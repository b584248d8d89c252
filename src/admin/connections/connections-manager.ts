import { DomainError } from '../../kernel/domain-error.js';
import type { ManagementRequest } from '../../tokens/management/management.types.js';

/** Who manages connections. */
export interface ConnectionsManager extends ManagementRequest {
  /** The user whose own apps it may be about, and no others; null for who manages all of the realm's. */
  readonly appsOf: string | null;
}

/** @throws DomainError `forbidden` where an app developer gives a field that is the administrators' to decide. */
export function refuseToDevelopers<T extends object>(
  { appsOf }: ConnectionsManager,
  body: T,
  reserved: readonly (keyof T & string)[],
): void {
  const given = appsOf === null ? [] : reserved.filter((name) => body[name] !== undefined);
  if (given.length === 0) return;
  const fields = given.map((field) => ({ field, message: 'is for the administrators of the realm to decide' }));
  throw new DomainError('forbidden', 'An administrator of the realm has to do that.', { fields });
}
