import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import { AUDIT_EVENTS } from '../audit/audit.types.js';
import { Clock } from '../kernel/clock.js';
import { GrantEndings } from './grant-endings.service.js';
import type { PresentedRefresh } from './redemption.js';

/**
 * What follows when a used refresh token is shown again (RFC 9700 section 4.14.2): one of two parties stole it, and
 * nobody can tell which, so the grant ends for both.
 */
@Injectable()
export class ReuseResponse {
  constructor(
    private readonly endings: GrantEndings,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  async respond({ realm, client, grant, request }: PresentedRefresh): Promise<void> {
    if (grant.policy.onReuse === 'refuses') return;
    const event = {
      type: AUDIT_EVENTS.tokenReuseDetected,
      outcome: 'failure',
      clientId: client.clientId,
      userId: grant.userId,
      address: request.address,
      requestId: request.id,
      detail: { grant: grant.id },
    } as const;
    await this.endings.end(realm, grant.id, this.clock.now(), () => this.audit.record(realm, event));
  }
}
