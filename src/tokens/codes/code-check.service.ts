import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import { invalidGrant } from '../../protocol/oauth-error.js';
import { verifierMatches } from '../../protocol/pkce.js';
import type { Realm } from '../../realms/realm.types.js';
import type { User } from '../../users/user.types.js';
import { UsersService } from '../../users/users.service.js';
import { authorizationOf, type AuthorizationFacts, type CodeChecks } from '../authorization.types.js';
import type { Grant } from '../grant.types.js';
import { GrantsRepository } from '../grants.repository.js';
import type { StoredToken } from '../token.types.js';
import { hashOf, isValueOf } from '../token-value.js';
import { TokensRepository } from '../tokens.repository.js';

/** A code shown by the client that it was issued to, used or not, with what it stands for. */
export interface PresentedCode {
  readonly token: StoredToken;
  readonly grant: Grant;
  readonly user: User;
  readonly authorization: AuthorizationFacts;
}

/** Finds what a code stands for. Changes nothing. */
@Injectable()
export class CodeCheck {
  constructor(
    private readonly tokens: TokensRepository,
    private readonly grants: GrantsRepository,
    private readonly users: UsersService,
  ) {}

  /** @throws OAuthError `invalid_grant`: for another client's code too, which nothing happens to (requirement 33). */
  async find(realm: Realm, client: Client, presented: string): Promise<PresentedCode> {
    const token = isValueOf('code', presented) ? await this.tokens.find(realm, 'code', hashOf(presented)) : null;
    if (!token?.grantId) throw invalidGrant('The code is unknown in this realm.', 'unknown');
    if (token.clientId !== client.id) throw invalidGrant('The code was issued to another client.', 'other_client');
    const grant = await this.grants.find(realm, token.grantId);
    const authorization = grant && authorizationOf(grant);
    const user = grant?.userId ? await this.users.findById(realm, grant.userId) : null;
    if (!grant || !authorization || !user) throw invalidGrant('What the code stood for is gone.', 'ended');
    return { token, grant, user, authorization };
  }
}

/** Whether what comes with a code is what it was asked for with (RFC 6749 section 4.1.3, RFC 7636 section 4.6). */
export function isProven({ redirectUri, codeChallenge }: AuthorizationFacts, checks: CodeChecks): boolean {
  if (redirectUri !== null && checks.redirectUri !== redirectUri) return false;
  // A verifier for which there is no challenge is a downgrade that somebody tries (RFC 9700 section 4.8.2).
  if (codeChallenge === null) return checks.codeVerifier === undefined;
  return checks.codeVerifier !== undefined && verifierMatches(checks.codeVerifier, codeChallenge);
}
