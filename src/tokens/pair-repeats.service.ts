import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import type { Client } from '../clients/client.types.js';
import { toSeconds } from '../kernel/clock.js';
import { invalidGrant } from '../protocol/oauth-error.js';
import type { Realm } from '../realms/realm.types.js';
import type { User } from '../users/user.types.js';
import type { GrantTokens } from './grant-openings.service.js';
import type { Grant } from './grant.types.js';
import type { KeptPair } from './kept-pairs.repository.js';
import { PairHandles } from './pair-handles.service.js';
import { PairSeal, type KeptTokens } from './pair-seal.service.js';
import { repeatedEvent } from './token-events.js';
import { TokenJudge } from './token-judge.service.js';
import { hashOf } from './token-value.js';
import { TokensRepository } from './tokens.repository.js';
import type { GrantStart, LiveToken } from './token.types.js';

/** Gives a pair that is kept a second time. */
@Injectable()
export class PairRepeats {
  constructor(
    private readonly seal: PairSeal,
    private readonly handles: PairHandles,
    private readonly tokens: TokensRepository,
    private readonly judge: TokenJudge,
    private readonly audit: AuditService,
  ) {}

  /**
   * The tokens as they were first issued, with what is left of their time.
   *
   * @param user as the password was checked for.
   * @returns null when the access token is not alive by every rule, or the refresh token is over.
   * @throws OAuthError `invalid_grant` when the user was changed since: the password that was checked may be an old one.
   */
  async answer(
    realm: Realm,
    client: Client,
    user: User,
    pair: KeptPair,
    { at, request, grantType }: GrantStart,
  ): Promise<GrantTokens | null> {
    const kept = await this.find(realm, pair);
    if (!kept) return null;
    const live = await this.judge.judge(realm, kept.accessToken);
    if (!live?.user || !live.grant || kept.refreshExpiresAt <= at) return null;
    if (live.user.notBefore !== user.notBefore)
      throw invalidGrant('The user was changed while the grant began.', 'ended');
    const issued = tokensAgain(kept, live, live.grant, at);
    await this.audit.record(realm, repeatedEvent(issued, at, { client, grant: live.grant, grantType, request }));
    return issued;
  }

  private async find(realm: Realm, pair: KeptPair): Promise<KeptTokens | null> {
    const { grantId, generation, generationAt, sealed } = pair;
    if (sealed !== null) return this.seal.open(realm, grantId, sealed);
    if (generation === null || generationAt === null) return null;
    const values = this.handles.of(realm, { id: grantId, generation }, generationAt);
    const refresh = await this.tokens.find(realm, 'refresh', hashOf(values.refresh));
    if (!refresh || refresh.consumedAt !== null) return null;
    return { accessToken: values.access, refreshToken: values.refresh, refreshExpiresAt: refresh.expiresAt };
  }
}

/** A pair is kept with all that was granted. */
const tokensAgain = (
  kept: KeptTokens,
  { issuedAt, expiresAt, subject, jti, user }: LiveToken,
  grant: Grant,
  at: number,
): GrantTokens => ({
  ...kept,
  tokenType: 'Bearer',
  issuedAt,
  expiresAt,
  expiresInSeconds: toSeconds(expiresAt) - toSeconds(at),
  scope: grant.scope,
  subject,
  jti,
  grant,
  user,
});
