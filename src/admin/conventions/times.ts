import { DomainError } from '../../kernel/domain-error.js';

/** Times of the admin API are RFC 3339 texts in UTC with milliseconds; inside they are UTC milliseconds. */
export const toText = (time: number): string => new Date(time).toISOString();

export const toTextOrNull = (time: number | null): string | null => (time === null ? null : toText(time));

/** @throws DomainError `invalid` for a day or hour that no calendar has. */
export function toTime(text: string, field: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw DomainError.invalid(field, `${field} is not a time that exists.`);
  return time;
}

/** For a field of a merge: absent stays absent, null clears. */
export const toTimeChange = (text: string | null | undefined, field: string): number | null | undefined =>
  text == null ? text : toTime(text, field);
