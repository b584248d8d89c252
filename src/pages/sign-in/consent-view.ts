import type { Client } from '../../clients/client.types.js';
import { STANDARD_SCOPES, type Scope } from '../../scopes/scope.types.js';

/** One line of what a client asks for: a text of ours in every language, or an administrator's own words. */
export interface ScopeLine {
  readonly text: string | null;
  readonly words: string;
}

/** Scopes that every realm is made with are told in the reader's language until an administrator words them anew. */
export function scopeLines(scopes: readonly Scope[]): ScopeLine[] {
  return scopes.map(({ name, description }) => {
    const isOurs = STANDARD_SCOPES.some((scope) => scope.name === name && scope.description === description);
    return { text: isOurs ? `scopes:${name}` : null, words: description ?? name };
  });
}

/** Where the browser is taken afterwards, as its address bar will show it: a host, or the scheme of an application. */
export function destinationOf(redirectUri: string): string {
  const { protocol, host } = new URL(redirectUri);
  return host === '' || !protocol.startsWith('http') ? protocol.slice(0, -1) : host;
}

/** Null when the client has none. */
export function clientDocuments({ policyUri, tosUri }: Client): { href: string; text: string }[] | null {
  const links = [
    { href: policyUri, text: 'consent:policy' },
    { href: tosUri, text: 'consent:terms' },
  ].flatMap(({ href, text }) => (href === null ? [] : [{ href, text }]));
  return links.length > 0 ? links : null;
}
