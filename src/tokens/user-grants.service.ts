import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import { AUDIT_EVENTS, type AuditEvent, type RequestInfo } from '../audit/audit.types.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Transaction } from '../database/transaction.js';
import { Clock } from '../kernel/clock.js';
import type { Session, SessionEnd } from '../users/sessions/session.types.js';
import { SessionsService } from '../users/sessions/sessions.service.js';
import { UserGrantsRepository } from './user-grants.repository.js';

/** What a user's grants were given for: a session, or the user's consent to a client. They end with it. */
@Injectable()
export class UserGrants implements OnModuleInit {
  constructor(
    private readonly grants: UserGrantsRepository,
    private readonly sessions: SessionsService,
    private readonly audit: AuditService,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  /** A grant with `offline_access` outlives its session (OpenID Connect Core section 11); the others are online. */
  onModuleInit(): void {
    this.sessions.onEnding((realm, session, end) => this.endOnline(realm, session, end));
  }

  /** The clients that the user signed in to in a session, by the ids of their rows. */
  clientsOf(realm: RealmRef, session: Session): Promise<string[]> {
    return this.grants.clientsOfSession(realm, session.userId, session.id);
  }

  /** @param clientId the id of the client's row. @returns how many this call ended. */
  revokeOfClient(realm: RealmRef, userId: string, clientId: string, request: RequestInfo): Promise<number> {
    const at = this.clock.now();
    const about = { userId, address: request.address, requestId: request.id };
    return this.transaction.run(async () => {
      const count = await this.grants.revokeOfClient(realm, userId, clientId, at);
      if (count > 0) await this.conclude(realm, { ...about, detail: { count, client: clientId } });
      return count;
    });
  }

  private async endOnline(realm: RealmRef, session: Session, { at, request }: SessionEnd): Promise<void> {
    const { id, userId } = session;
    const count = await this.grants.revokeOnline(realm, userId, id, at);
    const about = { userId, address: request?.address, requestId: request?.id };
    if (count > 0) await this.conclude(realm, { ...about, detail: { count, session: id } });
  }

  private async conclude(realm: RealmRef, about: Pick<AuditEvent, 'userId' | 'detail'>): Promise<void> {
    await this.audit.record(realm, { type: AUDIT_EVENTS.grantRevoked, outcome: 'success', ...about });
  }
}
