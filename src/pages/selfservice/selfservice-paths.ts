import type { FieldError } from '../../kernel/domain-error.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { seeOther, type PageView, type SeeOther } from '../rendering/page.types.js';

export const pagePath = (realm: RealmRef, path: string): string => `/realms/${realm.name}/${path}`;

/** The secret of a mailed link, as its address says it. */
export const secretOf = (link: unknown): string => (typeof link === 'string' ? link : '');

/** Said of every link alike: one that was used, one that is over, one that never was. */
export const deadLink = (again: string): PageView => ({
  view: 'dead-link',
  title: 'recovery:deadTitle',
  data: { again },
  status: 404,
});

/** Said whether a mail was sent or not. */
export const mailSent = (text: string): PageView => ({
  view: 'mail-sent',
  title: 'recovery:sentTitle',
  data: { text },
});

/** The same page again, with what is amiss. @throws what is no refusal of fields. */
export function amiss(url: string, error: unknown, texts: Readonly<Record<string, string>>, typed = {}): SeeOther {
  const faults = error instanceof DomainError && error.code === 'invalid' ? error.fields : [];
  const known = faults.filter(({ field }) => field in texts);
  if (known.length === 0) throw error;
  const fields = Object.fromEntries(known.map(({ field }: FieldError) => [field, texts[field] as string]));
  return seeOther(url, { kind: 'error', text: 'recovery:amiss', fields, values: typed });
}
