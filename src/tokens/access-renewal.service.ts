import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import { GroupCommit } from '../database/group-commit.js';
import { AccessTokens, issuedTokens } from './access-tokens.service.js';
import { accessOf, grantAt } from './redeemed-access.js';
import type { Redemption } from './redemption.js';
import { refreshedEvent } from './token-events.js';
import type { IssuedTokens, StoredToken } from './token.types.js';

/** A refresh token that the answer names and that is stored already. */
export interface KnownHandle {
  readonly value: string;
  readonly expiresAt: number;
  readonly generation: number;
}

export const handleOf = ({ expiresAt, generation }: StoredToken, value: string): KnownHandle => ({
  value,
  expiresAt,
  generation,
});

/** Issues an access token beside a refresh token that stays as it is. */
@Injectable()
export class AccessRenewal {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly audit: AuditService,
    private readonly groupCommit: GroupCommit,
  ) {}

  async renew(redemption: Redemption, handle: KnownHandle): Promise<IssuedTokens> {
    const { refresh } = redemption;
    const grant = grantAt(redemption, handle.generation);
    const access = await this.accessTokens.prepare(refresh.realm, accessOf(redemption, grant));
    const event = this.audit.row(refresh.realm, refreshedEvent(access, refresh));
    return this.groupCommit.addWhile([...access.rows, event], () => issuedTokens(access, grant, handle));
  }
}
