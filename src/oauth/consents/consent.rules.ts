import type { Client } from '../../clients/client.types.js';
import type { Consent } from './consent.types.js';

const WEB = 'https:';

/**
 * Whether a client is asked for each time, whatever was allowed before: any program of the device can pose as a public
 * client that is answered on a loopback or private-use redirect (RFC 8252 section 8.6, requirement 23).
 */
export const isAskedEveryTime = (client: Pick<Client, 'type'>, redirectUri: string): boolean =>
  client.type === 'public' && new URL(redirectUri).protocol !== WEB;

/** What of these scopes the user was not asked about yet. */
export const notYetAllowed = (consent: Consent | null, scopes: readonly string[]): string[] =>
  scopes.filter((scope) => !consent?.scopes.includes(scope));
