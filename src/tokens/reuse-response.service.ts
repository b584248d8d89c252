import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import { AUDIT_EVENTS } from '../audit/audit.types.js';
import { Transaction } from '../database/transaction.js';
import { Clock } from '../kernel/clock.js';
import { GrantsRepository } from './grants.repository.js';
import type { PresentedRefresh } from './refresh-check.service.js';

/**
 * What follows when a used refresh token is shown again (RFC 9700 section 4.14.2): one of two parties stole it, and
 * nobody can tell which, so the grant ends for both.
 */
@Injectable()
export class ReuseResponse {
  constructor(
    private readonly grants: GrantsRepository,
    private readonly transaction: Transaction,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  async respond({ realm, client, grant, request }: PresentedRefresh): Promise<void> {
    if (grant.policy.onReuse === 'refuses') return;
    await this.transaction.run(async () => {
      if (!(await this.grants.revoke(realm, grant.id, this.clock.now()))) return;
      await this.audit.record(realm, {
        type: AUDIT_EVENTS.tokenReuseDetected,
        outcome: 'failure',
        clientId: client.clientId,
        userId: grant.userId,
        address: request.address,
        requestId: request.id,
        detail: { grant: grant.id },
      });
    });
  }
}
