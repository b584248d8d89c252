import { DomainError } from '../kernel/domain-error.js';
import { idFromBytes, idToBytes } from '../kernel/ids.js';

/** One page of a list that is ordered by id; `nextCursor` is null on the last. */
export interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string;
}

const CURSOR = /^[A-Za-z0-9_-]{22}$/;

/** A cursor is the last id that was seen and nothing else: it can name a place in the list, never a condition. */
export const encodeCursor = (id: string): string => idToBytes(id).toString('base64url');

/** @throws DomainError `invalid` for what {@link encodeCursor} never makes. */
export function decodeCursor(cursor: string): string {
  const bytes = typeof cursor === 'string' && CURSOR.test(cursor) ? Buffer.from(cursor, 'base64url') : null;
  if (bytes?.toString('base64url') !== cursor) throw DomainError.invalid('cursor', 'is not one that this list gave');
  return idFromBytes(bytes);
}

/** @param rows one more than `limit`, if there are as many: the surplus row shows that another page follows. */
export function pageOf<T extends { id: string }>(rows: readonly T[], limit: number): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(last.id) : null };
}
