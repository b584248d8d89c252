import type { Client } from '../../clients/client.types.js';
import { OAuthError } from '../../protocol/oauth-error.js';
import type { Parameters } from '../../protocol/parameters.js';
import { isSubset, parseScope } from '../../protocol/scope.js';

/** What the `scope` parameter asks; undefined when it was not sent. @throws OAuthError `invalid_scope` for bad syntax. */
export function scopeParameter(parameters: Parameters): readonly string[] | undefined {
  const text = parameters.get('scope');
  const scope = text === undefined ? undefined : parseScope(text);
  if (scope === null) throw new OAuthError('invalid_scope', 'The parameter scope is not a list of scope names.');
  return scope;
}

/**
 * What a client gets for its `scope` parameter, or its default scopes without one (RFC 6749 section 3.3).
 *
 * @throws OAuthError `invalid_scope` for a scope that the client is not registered for (requirement 51).
 */
export function requestedScope(
  client: Pick<Client, 'scopes' | 'defaultScopes'>,
  parameters: Parameters,
): readonly string[] {
  const scope = scopeParameter(parameters) ?? client.defaultScopes;
  if (isSubset(scope, client.scopes)) return scope;
  throw new OAuthError('invalid_scope', 'The client is not registered for every scope that it asks for.');
}
