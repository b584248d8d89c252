import { Injectable } from '@nestjs/common';
import type { RequestInfo } from '../audit/audit.types.js';
import type { Client } from '../clients/client.types.js';
import type { Page, PageRequest } from '../database/page.js';
import type { RealmRef } from '../database/realm-ref.js';
import type { Realm } from '../realms/realm.types.js';
import type { User } from '../users/user.types.js';
import { GrantsService } from './grants.service.js';
import type { Grant, GrantFilter } from './grant.types.js';
import type { RefreshHolder } from './refresh-holders.service.js';
import { RefreshService } from './refresh.service.js';
import { RevocationService } from './revocation.service.js';
import { TokenErasure } from './token-erasure.service.js';
import { TokenIssuer } from './token-issuer.service.js';
import { TokenJudge } from './token-judge.service.js';
import type { ClientIssuance, GrantStart, IssuedTokens, LiveToken, RefreshRequest } from './token.types.js';

/** Everything the rest of the server does with tokens. Answers come after the commit of what they promise. */
@Injectable()
export class TokensService {
  constructor(
    private readonly issuer: TokenIssuer,
    private readonly refreshing: RefreshService,
    private readonly tokenJudge: TokenJudge,
    private readonly revocation: RevocationService,
    private readonly grants: GrantsService,
    private readonly erasure: TokenErasure,
  ) {}

  /**
   * An access token for a client that acts for itself (RFC 6749 section 4.4): no grant, no refresh token.
   *
   * @throws OAuthError `invalid_target` for a resource that the client may not ask for.
   */
  issueForClient(realm: Realm, client: Client, issuance: ClientIssuance): Promise<IssuedTokens> {
    return this.issuer.issueForClient(realm, client, issuance);
  }

  /**
   * Records an authorization and issues its first tokens.
   *
   * @param user null for a grant that a client holds for itself.
   * @throws OAuthError `invalid_target` for a resource that the client may not ask for.
   */
  startGrant(realm: Realm, client: Client, user: User | null, start: GrantStart): Promise<IssuedTokens> {
    return this.issuer.startGrant(realm, client, user, start);
  }

  /**
   * Redeems a refresh token (RFC 6749 section 6). Every check precedes its use: a refused request consumes nothing.
   *
   * @throws OAuthError `invalid_grant`, `invalid_scope` or `invalid_target`.
   */
  refresh(realm: Realm, client: Client, presented: string, request: RefreshRequest): Promise<IssuedTokens> {
    return this.refreshing.refresh(realm, client, presented, request);
  }

  /** Whose refresh token that is, live or not; null for what is none of this realm. */
  holderOf(realm: Realm, presented: string): Promise<RefreshHolder | null> {
    return this.refreshing.holderOf(realm, presented);
  }

  /** What a value stands for, null unless it is alive in this realm by every rule. Caches nothing over time. */
  judge(realm: Realm, value: string): Promise<LiveToken | null> {
    return this.tokenJudge.judge(realm, value);
  }

  /** Whether a value is a token that was issued in this realm and whose time is over. Nothing else is told of it. */
  hasExpired(realm: Realm, value: string): Promise<boolean> {
    return this.tokenJudge.hasExpired(realm, value);
  }

  /** RFC 7009 section 2.1: ends the access token, or the grant of the refresh token; nonsense and others' tokens: nothing. */
  revoke(realm: Realm, client: Client, value: string, request: RequestInfo): Promise<void> {
    return this.revocation.revoke(realm, client, value, request);
  }

  /** The same for a token of any client: whoever holds it may end it. */
  revokeByHolder(realm: Realm, value: string, request: RequestInfo): Promise<void> {
    return this.revocation.revokeByHolder(realm, value, request);
  }

  /** @returns whether this call ended it: false when there is no such grant, or it was over already. */
  revokeGrant(realm: RealmRef, grantId: string, request: RequestInfo): Promise<boolean> {
    return this.grants.revoke(realm, grantId, request);
  }

  /** Ends every grant of a user: sign-out everywhere. @returns how many were live. */
  revokeGrantsOfUser(realm: RealmRef, userId: string, request: RequestInfo): Promise<number> {
    return this.grants.revokeAllOfUser(realm, userId, request);
  }

  /** The live grants of a realm, oldest first. A page may hold fewer than asked for though more follow. */
  listGrants(realm: Realm, filter: GrantFilter, page: PageRequest): Promise<Page<Grant>> {
    return this.grants.list(realm, filter, page);
  }

  /** Removes what a realm that is being deleted holds; call inside its transaction. */
  deleteAllOf(realm: RealmRef): Promise<void> {
    return this.erasure.deleteAllOf(realm);
  }
}
