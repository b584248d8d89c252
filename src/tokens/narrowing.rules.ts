import { isSubset } from '../protocol/scope.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { invalidTarget } from './audience.rules.js';

/** What was granted, what the client is registered for now, and what this request asks for. */
export interface Narrowing {
  readonly granted: readonly string[];
  readonly registered: readonly string[];
  readonly requested?: readonly string[];
}

const leftOf = ({ granted, registered }: Narrowing): string[] => granted.filter((name) => registered.includes(name));

/**
 * The scope of a refreshed access token (RFC 6749 section 6): what was granted or less of it, and never what the client
 * may not have any more.
 *
 * @throws OAuthError `invalid_scope`
 */
export function narrowedScope(narrowing: Narrowing): readonly string[] {
  const left = leftOf(narrowing);
  const wanted = narrowing.requested ?? left;
  if (!isSubset(wanted, left)) throw new OAuthError('invalid_scope', 'The scope exceeds what was granted.');
  return wanted;
}

/**
 * The resources of a refreshed access token (RFC 8707 section 2.2); none asked for is all of them. When none is left of
 * those that were granted, the token would fall to another audience: that is refused.
 *
 * @throws OAuthError `invalid_target`
 */
export function narrowedResources(narrowing: Narrowing): readonly string[] {
  const left = leftOf(narrowing);
  const wanted = narrowing.requested?.length ? [...new Set(narrowing.requested)] : left;
  const lost = left.length === 0 && narrowing.granted.length > 0;
  if (lost || !isSubset(wanted, left)) throw invalidTarget();
  return wanted;
}
