import type { Client } from './client.types.js';

/**
 * Whose clients see a user under one pairwise subject (OpenID Connect Core section 8.1): those whose sector document is on
 * one host, or whose redirect URIs are. So a client may change its redirect URIs within their host and know its users still
 * (requirement 82). One without such a host is a sector of its own.
 */
export function sectorOf(client: Pick<Client, 'clientId' | 'redirectUris' | 'sectorIdentifierUri'>): string {
  if (client.sectorIdentifierUri !== null) return new URL(client.sectorIdentifierUri).host;
  const [host, ...others] = webHosts(client.redirectUris);
  return host !== undefined && others.length === 0 ? host : `client ${client.clientId}`;
}

/** The distinct hosts that redirect URIs lead to on the web: an address on the user's own device is nobody's. */
export const webHosts = (redirectUris: readonly string[]): string[] => [
  ...new Set(
    redirectUris
      .map((uri) => new URL(uri))
      .filter(({ protocol }) => protocol === 'https:')
      .map(({ host }) => host),
  ),
];
