import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import { invalidGrant } from '../protocol/oauth-error.js';
import { AccessTokens, issuedTokens } from './access-tokens.service.js';
import { KeptPairs } from './kept-pairs.service.js';
import type { Redemption } from './refresh-check.service.js';
import { RefreshClaims } from './refresh-claims.service.js';
import { RefreshHandles } from './refresh-handles.service.js';
import { refreshedEvent } from './token-events.js';
import type { IssuedTokens } from './token.types.js';

/** Uses a refresh token up and issues the next generation of its grant. */
@Injectable()
export class RefreshRotation {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly handles: RefreshHandles,
    private readonly claims: RefreshClaims,
    private readonly audit: AuditService,
    private readonly pairs: KeptPairs,
  ) {}

  /**
   * Everything that can fail is made before the claim: a token that is used up has its answer.
   *
   * @returns null when the token was used by another request.
   * @throws OAuthError `invalid_grant` when the grant was revoked in the meantime.
   */
  async rotate(redemption: Redemption): Promise<IssuedTokens | null> {
    const { realm, client, presented, token, at } = redemption;
    const grant = { ...redemption.grant, generation: token.generation + 1 };
    const access = await this.accessTokens.prepare(realm, { ...redemption, grant, generation: grant.generation });
    const next = this.handles.next(realm, client, grant, presented, at);
    const event = this.audit.row(realm, refreshedEvent(access, redemption));
    const rows = [next.row, ...access.rows, event];
    const issued = { ...issuedTokens(access, grant, next), grant };
    const pair = grant.policy.keepsPair && (await this.pairs.successor(redemption, issued));
    const outcome = await this.claims.claim({ realm, hash: token.hash, grantId: grant.id, rows, pair });
    if (outcome === 'over') throw invalidGrant('The grant was revoked while the refresh was under way.', 'ended');
    return outcome === 'won' ? issued : null;
  }
}
