import type { Client } from '../../clients/client.types.js';
import { CONN_SCOPES } from '../../protocol/names.js';
import { isSubset } from '../../protocol/scope.js';
import { scopeWanted } from '../../tokens/bearer-challenge.js';
import type { LiveToken } from '../../tokens/token.types.js';
import type { User } from '../../users/user.types.js';

/** Who calls: a user by an application, or a service for itself. */
export type ConnectionCaller =
  | { readonly kind: 'user'; readonly user: User; readonly client: Client }
  | { readonly kind: 'service'; readonly client: Client };

/**
 * A user's token speaks for that user alone, whatever else its scopes say; a service names its users.
 *
 * @throws OAuthError `insufficient_scope`
 */
export function connectionCaller({ realm, user, client, scope }: LiveToken): ConnectionCaller {
  const needed = user ? CONN_SCOPES.self : CONN_SCOPES.connect;
  if (!isSubset([needed], scope)) throw scopeWanted(realm.name, [needed]);
  return user ? { kind: 'user', user, client } : { kind: 'service', client };
}

/** @throws OAuthError `insufficient_scope` for a service, and for a token without `conn:self`. */
export function userOf(token: LiveToken): User {
  const caller = connectionCaller(token);
  if (caller.kind === 'user') return caller.user;
  throw scopeWanted(token.realm.name, [CONN_SCOPES.self]);
}
