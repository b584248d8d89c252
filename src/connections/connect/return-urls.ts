import type { Client } from '../../clients/client.types.js';
import { DomainError } from '../../kernel/domain-error.js';
import { registeredRedirect, withParameters } from '../../protocol/redirect-uri.js';
import type { ConnectSession } from './connect-session.types.js';

/**
 * A place to go back to, if it is one that the client has registered for its sign-ins: no other is known to be its own.
 *
 * @param field that it came in
 * @throws DomainError `return_url_not_allowed`
 */
export function allowedReturn(
  client: Client | null,
  field: 'returnUrl' | 'errorUrl',
  url: string | undefined,
): string | null {
  if (url === undefined) return null;
  if (client && registeredRedirect(client.redirectUris, url) !== null) return url;
  throw new DomainError('return_url_not_allowed', 'The URL is not among the redirect URIs of the client.', {
    fields: [{ field, message: 'is not a redirect URI of the client' }],
  });
}

/** How a session ended, as the address says that its browser goes back to. */
export type ConnectOutcome =
  | { readonly status: 'connected'; readonly connectionId: string }
  | { readonly status: 'completion_required' }
  | { readonly status: 'failed'; readonly error: string };

/** The same on the way back from the provider, where it may not have ended yet: the user is asked at the page of that handle. */
export type ArrivalOutcome = ConnectOutcome | { readonly status: 'other_account'; readonly handle: string };

/** Null where there is nowhere to go back to but the pages of this server. */
export function returnTo(session: ConnectSession, outcome: ConnectOutcome): string | null {
  const { id, returnUrl, errorUrl } = session;
  const url = outcome.status === 'failed' ? (errorUrl ?? returnUrl) : returnUrl;
  return url === null ? null : withParameters(url, { session_id: id, ...parametersOf(outcome) });
}

function parametersOf(outcome: ConnectOutcome): Record<string, string> {
  if (outcome.status === 'connected') return { status: 'connected', connection_id: outcome.connectionId };
  return { ...outcome };
}
