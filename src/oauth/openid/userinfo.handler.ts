import { Injectable } from '@nestjs/common';
import { toSeconds } from '../../kernel/clock.js';
import { KeysService } from '../../keys/keys.service.js';
import { wishedClaims } from '../../protocol/claims-request.js';
import { JWT_TYP } from '../../protocol/names.js';
import { OAuthError } from '../../protocol/oauth-error.js';
import { authorizationOf } from '../../tokens/authorization.types.js';
import { RealmIssuer } from '../../tokens/realm-issuer.js';
import type { LiveToken } from '../../tokens/token.types.js';
import type { User } from '../../users/user.types.js';
import type { UserClaims } from '../authorization-server.types.js';
import { claimsOfScopes } from './claims-by-scope.js';
import { openableClaims } from './openable-claims.js';
import { userClaims } from './user-claims.js';

const CHALLENGE = 'Bearer error="insufficient_scope"';

/** What a token tells of its user (OpenID Connect Core section 5.3). */
@Injectable()
export class UserinfoHandler {
  constructor(
    private readonly keys: KeysService,
    private readonly issuer: RealmIssuer,
  ) {}

  /**
   * The claims; for a client that has registered `userinfoSignedResponseAlg`, in a compact JWS (section 5.3.2).
   *
   * @throws OAuthError `insufficient_scope` for a token in which a client acts for itself: there is nobody to tell of.
   */
  async handle(token: LiveToken): Promise<UserClaims | string> {
    const { realm, client, user } = token;
    if (!user) {
      throw new OAuthError('insufficient_scope', 'The token was not issued for a user.', { challenges: [CHALLENGE] });
    }
    const claims = claimsOf(token, user);
    const algorithm = client.userinfoSignedResponseAlg;
    if (algorithm === null) return claims;
    const envelope = { iss: this.issuer.of(realm), aud: client.clientId, exp: toSeconds(token.expiresAt) };
    return this.keys.sign(realm, algorithm, JWT_TYP, { ...claims, ...envelope });
  }
}

function claimsOf({ client, grant, scope, subject }: LiveToken, user: User): UserClaims {
  const wished = wishedClaims(grant ? authorizationOf(grant)?.claims?.userinfo : undefined);
  return { ...userClaims(user, [...claimsOfScopes(scope), ...openableClaims(client, wished)]), sub: subject };
}
