import { Injectable } from '@nestjs/common';
import { Metrics } from '../../metrics/metrics.js';
import { GRANT_TYPES } from '../../protocol/names.js';
import { invalidGrant } from '../../protocol/oauth-error.js';
import type { Realm } from '../../realms/realm.types.js';
import type { IssuedTokens } from '../../tokens/token.types.js';
import { TokensService } from '../../tokens/tokens.service.js';
import type { HolderRefresh } from '../authorization-server.types.js';
import { needsNoProof } from './may-refresh.js';

/**
 * A refresh by whoever holds the token, for dialects whose clients show nothing else: where the grant was begun on such
 * terms, or the client is registered for it. The latter always rotates, for the token is all that stands in its place.
 */
@Injectable()
export class HolderRefreshHandler {
  constructor(
    private readonly tokens: TokensService,
    private readonly metrics: Metrics,
  ) {}

  async handle(realm: Realm, { refreshToken, grantType, at, request }: HolderRefresh): Promise<IssuedTokens> {
    const holder = await this.tokens.holderOf(realm, refreshToken);
    if (!holder) throw invalidGrant('The refresh token is unknown in this realm.', 'unknown');
    const agreed = holder.grant.policy.refreshWithoutAuthentication === true;
    if (!agreed && !needsNoProof(holder.client)) {
      throw invalidGrant('The refresh token needs the proof of its client.', 'not_allowed');
    }
    if (grantType !== undefined && !holder.client.grantTypes.includes(grantType)) {
      throw invalidGrant('The client may not use the grant any more that the refresh token came from.', 'not_allowed');
    }
    const issued = await this.tokens.refresh(realm, holder.client, refreshToken, { at, request, rotates: !agreed });
    this.metrics.tokenIssued(GRANT_TYPES.refreshToken);
    return issued;
  }
}
