import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { AUDIT_EVENTS } from '../../audit/audit.types.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import type { Session, SessionEnd, SessionEnding } from './session.types.js';
import { SessionsRepository } from './sessions.repository.js';

/** Ends sessions, and with each one all that lives by it, in one transaction. */
@Injectable()
export class SessionEndings {
  private readonly endings: SessionEnding[] = [];

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly audit: AuditService,
    private readonly transaction: Transaction,
  ) {}

  add(ending: SessionEnding): void {
    this.endings.push(ending);
  }

  /** @returns whether this call ended it. */
  end(realm: RealmRef, session: Session, end: SessionEnd): Promise<boolean> {
    return this.transaction.run(async () => {
      if (!(await this.sessions.remove(realm, session.id))) return false;
      for (const ending of this.endings) await ending(realm, session, end);
      await this.audit.record(realm, endEvent(session, end));
      return true;
    });
  }

  /** Ends the oldest sessions of a user that has more than so many. */
  async endSurplus(realm: RealmRef, userId: string, newest: number, end: SessionEnd): Promise<void> {
    for (const session of await this.sessions.surplus(realm, userId, newest)) await this.end(realm, session, end);
  }

  /** @param except the session that goes on. @returns how many this call ended. */
  endAllOf(realm: RealmRef, userId: string, end: SessionEnd, except?: string): Promise<number> {
    return this.transaction.run(async () => {
      let ended = 0;
      for (const session of await this.sessions.allOf(realm, userId)) {
        if (session.id !== except && (await this.end(realm, session, end))) ended += 1;
      }
      return ended;
    });
  }
}

const endEvent = (session: Session, { at, request }: SessionEnd) => ({
  type: AUDIT_EVENTS.sessionEnded,
  outcome: 'success' as const,
  userId: session.userId,
  address: request?.address ?? null,
  requestId: request?.id ?? null,
  at,
  detail: { session: session.id },
});
