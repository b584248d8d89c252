import { DatabaseError } from './database-error.js';

const failureOf = (error: unknown): string | null => (error instanceof DatabaseError ? error.failure : null);

/**
 * Whether the database could not serve: gone, refusing, read-only, full, too slow, or still in conflict after every
 * retry. The caller is told to come again (503), never that what it presented is wrong.
 */
export function isStorageFault(error: unknown): boolean {
  const failure = failureOf(error);
  if (failure === 'fault' || failure === 'retryable') return true;
  return error instanceof Error && error.cause !== undefined && isStorageFault(error.cause);
}

/** Whether a row with that key exists already. */
export const isDuplicate = (error: unknown): boolean => failureOf(error) === 'duplicate';

/** Whether the same work, run again from its start, may succeed: it left nothing behind. */
export const isRetryable = (error: unknown): boolean => failureOf(error) === 'retryable';
