import type { ScopeEncoding } from '../configs/config.types.js';

/** What may stand in a query as it was typed: escapes, and the characters of RFC 3986 section 3.4 but `&` and `#`. */
const LITERAL = /%[0-9A-Fa-f]{2}|[A-Za-z0-9\-._~:/?@!$'()*+,;=[\]]+|[^]/gu;
const PLAIN = /^(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9\-._~:/?@!$'()*+,;=[\]]+)$/;
/** Of a value that is to stay as it is: what a query cannot hold. */
const NOT_RAW = /[^A-Za-z0-9\-._~:/?@!$'()*+,;]/gu;

/** The typed part of a URL. What was escaped stays so; what cannot stand in a URL is escaped. @param space what a space becomes */
export const encodeLiteral = (text: string, space: ScopeEncoding = '%20'): string =>
  text.replace(LITERAL, (part) => {
    if (part === ' ' && space === '+') return space;
    return PLAIN.test(part) ? part : encodeURIComponent(part);
  });

/** A value put in: nothing of it can end the parameter. */
export const encodeValue = (value: string): string => encodeURIComponent(value);

/** Providers differ in what they take between scopes. */
export function encodeScope(value: string, encoding: ScopeEncoding): string {
  if (encoding === 'raw') return value.replace(NOT_RAW, encodeURIComponent);
  return encodeURIComponent(value).replaceAll('%20', encoding);
}
