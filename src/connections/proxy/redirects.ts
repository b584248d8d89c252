import type { HeaderLines } from './proxy-headers.rules.js';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const REPEATABLE = new Set(['GET', 'HEAD']);

/** How many are followed in one call. */
export const MAX_REDIRECTS = 3;

/**
 * Where a call goes on that only reads; null where its answer goes back as it is. Another origin is never followed: the
 * credential is not for it.
 */
export function redirectOf(method: string, from: URL, status: number, headers: HeaderLines): URL | null {
  const { location } = headers;
  if (!REDIRECTS.has(status) || !REPEATABLE.has(method) || typeof location !== 'string') return null;
  if (!URL.canParse(location, from.href)) return null;
  const to = new URL(location, from);
  to.hash = '';
  return to.origin === from.origin && to.username === '' && to.password === '' ? to : null;
}
