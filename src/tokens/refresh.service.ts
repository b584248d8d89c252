import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/client.types.js';
import type { Realm } from '../realms/realm.types.js';
import { AccessRenewal, handleOf } from './access-renewal.service.js';
import type { Redemption } from './redemption.js';
import { RefreshCheck } from './refresh-check.service.js';
import { RefreshHolders, type RefreshHolder } from './refresh-holders.service.js';
import { RefreshRepeats } from './refresh-repeats.service.js';
import { RefreshRotation } from './refresh-rotation.service.js';
import type { IssuedTokens, RefreshRequest } from './token.types.js';

/** The redemption of refresh tokens: check, then use up, or answer a repeat. */
@Injectable()
export class RefreshService {
  constructor(
    private readonly checks: RefreshCheck,
    private readonly rotation: RefreshRotation,
    private readonly repeats: RefreshRepeats,
    private readonly renewal: AccessRenewal,
    private readonly holders: RefreshHolders,
  ) {}

  holderOf(realm: Realm, presented: string): Promise<RefreshHolder | null> {
    return this.holders.find(realm, presented);
  }

  async refresh(realm: Realm, client: Client, presented: string, request: RefreshRequest): Promise<IssuedTokens> {
    const refresh = await this.checks.check(realm, client, presented, request);
    if (refresh.token.consumedAt !== null) return this.repeats.answer(refresh, request);
    const redemption = this.checks.narrow(refresh, request);
    if (!request.rotates && !rotates(redemption))
      return this.renewal.renew(redemption, handleOf(refresh.token, presented));
    return (await this.rotation.rotate(redemption)) ?? this.repeats.answer(refresh, request);
  }
}

const rotates = ({ refresh: { client, grant } }: Redemption): boolean =>
  (grant.policy.refreshTokens ?? client.refreshTokenPolicy) === 'rotate';
