import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import { invalidGrant } from '../protocol/oauth-error.js';
import { AccessTokens, issuedTokens } from './access-tokens.service.js';
import { KeptPairs } from './kept-pairs.service.js';
import { accessOf, grantAt } from './redeemed-access.js';
import type { Redemption } from './redemption.js';
import { PairHandles } from './pair-handles.service.js';
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
    private readonly pairHandles: PairHandles,
  ) {}

  /**
   * Everything that can fail is made before the claim: a token that is used up has its answer.
   *
   * @returns null when the token was used by another request.
   * @throws OAuthError `invalid_grant` when the grant was revoked in the meantime.
   */
  async rotate(redemption: Redemption): Promise<IssuedTokens | null> {
    const { refresh } = redemption;
    const { realm, token } = refresh;
    const began = this.claims.moment();
    const grant = grantAt(redemption, token.generation + 1);
    const pair = this.pairs.keeps(redemption) ? this.pairHandles.of(realm, grant, began) : null;
    const access = await this.accessTokens.prepare(realm, accessOf(redemption, grant, pair?.access));
    const next = this.handles.next(refresh, grant, pair?.refresh ?? this.handles.valueAfter(refresh, began));
    const event = this.audit.row(realm, refreshedEvent(access, refresh));
    const rows = [next.row, ...access.rows, event];
    const issued = issuedTokens(access, grant, next);
    const storedPair = pair ? await this.pairs.stored(realm, access, issued) : undefined;
    const outcome = await this.claims.claim({ realm, hash: token.hash, grantId: grant.id, began, rows, storedPair });
    if (outcome === 'over') throw invalidGrant('The grant was revoked while the refresh was under way.', 'ended');
    return outcome === 'won' ? issued : null;
  }
}
