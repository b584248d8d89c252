import { OAuthError } from '../../protocol/oauth-error.js';
import type { LiveToken } from '../../tokens/token.types.js';
import type { User } from '../../users/user.types.js';
import type { UserClaims } from '../authorization-server.types.js';
import { CLAIMS_BY_SCOPE } from './claims-by-scope.js';

/**
 * What a token tells of its user (OpenID Connect Core section 5.3).
 *
 * @throws OAuthError `insufficient_scope` for a token in which a client acts for itself: there is nobody to tell of.
 */
export function userClaims({ user, scope, subject }: LiveToken): UserClaims {
  if (!user) {
    throw new OAuthError('insufficient_scope', 'The token was not issued for a user.', { challenges: [CHALLENGE] });
  }
  const known = claimsOf(user);
  const open = scope.flatMap((name) => CLAIMS_BY_SCOPE.get(name) ?? []).filter((claim) => known[claim] != null);
  return { ...Object.fromEntries(open.map((claim) => [claim, known[claim]])), sub: subject };
}

/** What the server knows itself cannot be said otherwise by an attribute. */
const claimsOf = ({ username, email, fullName, attributes }: User): Readonly<Record<string, unknown>> => ({
  ...attributes,
  name: fullName,
  preferred_username: username,
  email,
});

const CHALLENGE = 'Bearer error="insufficient_scope"';
