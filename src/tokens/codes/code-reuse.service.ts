import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { AUDIT_EVENTS, type RequestInfo } from '../../audit/audit.types.js';
import type { Client } from '../../clients/client.types.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import { GrantEndings } from '../grant-endings.service.js';
import type { Grant } from '../grant.types.js';
import type { StoredToken } from '../token.types.js';
import { TokensRepository } from '../tokens.repository.js';

/** What follows when a code is shown that should not have been (RFC 9700 section 4.5, RFC 6749 section 4.1.2). */
@Injectable()
export class CodeReuse {
  constructor(
    private readonly tokens: TokensRepository,
    private readonly endings: GrantEndings,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** A guess at the proof uses the code up; what was issued for it before, if anything, is not touched (requirement 33). */
  async burn(realm: RealmRef, { hash }: StoredToken, at: number): Promise<void> {
    await this.tokens.consume(realm, 'code', hash, at);
  }

  /** Ends the grant. It is recorded when that ended something, and not for each further use. */
  async respond(realm: RealmRef, client: Client, grant: Grant, request: RequestInfo): Promise<void> {
    const event = {
      type: AUDIT_EVENTS.tokenReuseDetected,
      outcome: 'failure',
      clientId: client.clientId,
      userId: grant.userId,
      address: request.address,
      requestId: request.id,
      detail: { grant: grant.id, kind: 'code' },
    } as const;
    await this.endings.end(realm, grant.id, this.clock.now(), () => this.audit.record(realm, event));
  }
}
