import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/clock.js';
import { invalidGrant } from '../protocol/oauth-error.js';
import { AccessRenewal, handleOf } from './access-renewal.service.js';
import type { PresentedRefresh } from './redemption.js';
import { RefreshCheck } from './refresh-check.service.js';
import { RefreshHandles } from './refresh-handles.service.js';
import { ReuseResponse } from './reuse-response.service.js';
import { hashOf } from './token-value.js';
import { TokensRepository } from './tokens.repository.js';
import type { IssuedTokens, RefreshRequest, StoredToken } from './token.types.js';

/** Answers a refresh token that was used before: a client that lost its answer, or somebody who should not have it. */
@Injectable()
export class RefreshRepeats {
  constructor(
    private readonly tokens: TokensRepository,
    private readonly checks: RefreshCheck,
    private readonly handles: RefreshHandles,
    private readonly renewal: AccessRenewal,
    private readonly reuse: ReuseResponse,
    private readonly clock: Clock,
  ) {}

  /**
   * While the grace window runs and the successor has not been used: the same successor and a fresh access token of its
   * generation, however many ask. No second chain is ever made.
   *
   * @throws OAuthError `invalid_grant` for every other repeat, which ends the grant unless its policy says otherwise;
   * `invalid_scope` or `invalid_target` for one that asks for too much.
   */
  async answer(refresh: PresentedRefresh, asked: RefreshRequest): Promise<IssuedTokens> {
    const { realm, token } = refresh;
    const use = await this.tokens.findUse(realm, token.hash);
    if (!use) throw invalidGrant('The refresh token expired while the refresh was under way.', 'expired');
    const value = this.handles.valueAfter(refresh, use.began);
    const successor = await this.tokens.find(realm, 'refresh', hashOf(value));
    if (!successor || !this.isRepeat(refresh, use.at, successor)) {
      await this.reuse.respond(refresh);
      throw invalidGrant('The refresh token was used before.', 'used');
    }
    return this.renewal.renew(this.checks.narrow(refresh, asked), handleOf(successor, value));
  }

  /** The window is counted both ways, so that a clock that was set back does not open it again. */
  private isRepeat({ realm, grant, at }: PresentedRefresh, consumedAt: number, successor: StoredToken): boolean {
    const graceMs = grant.policy.grace === false ? 0 : realm.refreshGraceSeconds * 1000;
    const inWindow = graceMs > 0 && Math.abs(this.clock.now() - consumedAt) <= graceMs;
    return inWindow && successor.grantId === grant.id && successor.consumedAt === null && successor.expiresAt > at;
  }
}
