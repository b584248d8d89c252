import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import { GroupCommit } from '../database/group-commit.js';
import { AccessTokens, issuedTokens } from './access-tokens.service.js';
import type { Redemption } from './refresh-check.service.js';
import { refreshedEvent } from './token-events.js';
import type { IssuedTokens } from './token.types.js';

/** A refresh token that the answer names and that is stored already. */
export interface KnownHandle {
  readonly value: string;
  readonly expiresAt: number;
  readonly generation: number;
}

/** Issues an access token beside a refresh token that stays as it is. */
@Injectable()
export class AccessRenewal {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly audit: AuditService,
    private readonly groupCommit: GroupCommit,
  ) {}

  async renew(redemption: Redemption, handle: KnownHandle): Promise<IssuedTokens> {
    const { generation } = handle;
    const grant = { ...redemption.grant, generation };
    const access = await this.accessTokens.prepare(redemption.realm, { ...redemption, grant, generation });
    const event = this.audit.row(redemption.realm, refreshedEvent(access, redemption));
    return this.groupCommit.addWhile([...access.rows, event], () => issuedTokens(access, grant, handle));
  }
}
