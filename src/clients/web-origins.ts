import type { Client } from './client.types.js';

/** Characters. A host name has 253 at most (RFC 1035 section 2.3.4), so no origin that a browser sends is longer. */
export const MAX_WEB_ORIGIN = 300;

/** The origins that pages of the client come from, each once; none while it is disabled. */
export function webOriginsOf({ enabled, redirectUris }: Pick<Client, 'enabled' | 'redirectUris'>): string[] {
  const web = enabled ? redirectUris.filter((uri) => /^https?:/.test(uri)) : [];
  const origins = new Set(web.map((uri) => new URL(uri).origin));
  return [...origins].filter(({ length }) => length <= MAX_WEB_ORIGIN);
}
