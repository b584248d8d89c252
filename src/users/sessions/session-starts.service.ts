import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { AUDIT_EVENTS } from '../../audit/audit.types.js';
import { Transaction } from '../../database/transaction.js';
import { sha256 } from '../../kernel/digest.js';
import { Ids } from '../../kernel/ids.js';
import { Random } from '../../kernel/random.js';
import type { Realm } from '../../realms/realm.types.js';
import type { User } from '../user.types.js';
import { SessionEndings } from './session-endings.service.js';
import { sessionEnd, sessionValue } from './session.rules.js';
import type { Session, SessionStart, StartedSession } from './session.types.js';
import { SessionsRepository } from './sessions.repository.js';

/** Sessions that one user may have (requirement 89): the next one ends the oldest. */
const MAX_SESSIONS = 200;

/** Begins sessions: always under a value that nobody knew before the sign-in (requirement 22). */
@Injectable()
export class SessionStarts {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly endings: SessionEndings,
    private readonly audit: AuditService,
    private readonly transaction: Transaction,
    private readonly ids: Ids,
    private readonly random: Random,
  ) {}

  start(realm: Realm, user: User, start: SessionStart): Promise<StartedSession> {
    const value = sessionValue(this.random.secret());
    return this.transaction.run(async () => {
      const session = await this.store(realm, this.draft(realm, user, start), start, sha256(value));
      await this.audit.record(realm, signInEvent(session, start));
      return { session, value };
    });
  }

  private async store(realm: Realm, draft: Session, start: SessionStart, valueHash: Buffer): Promise<Session> {
    const { replaces, at, request } = start;
    if (replaces?.userId === draft.userId) {
      const renewed = { ...draft, id: replaces.id, createdAt: replaces.createdAt };
      if (await this.sessions.renew(realm, renewed, valueHash)) return renewed;
    } else if (replaces) {
      await this.endings.end(realm, replaces, { at, request });
    }
    await this.sessions.add(realm, draft, valueHash);
    await this.endings.endSurplus(realm, draft.userId, MAX_SESSIONS, { at, request });
    return draft;
  }

  private draft(realm: Realm, user: User, { at, request, amr, acr, userAgent }: SessionStart): Session {
    return {
      id: this.ids.next(at),
      userId: user.id,
      authTime: at,
      acr: acr ?? null,
      amr,
      address: request.address.slice(0, 64),
      userAgent: userAgent?.slice(0, 255) ?? null,
      createdAt: at,
      lastSeenAt: at,
      expiresAt: sessionEnd(realm, at),
    };
  }
}

const signInEvent = (session: Session, { request, at, amr }: SessionStart) => ({
  type: AUDIT_EVENTS.loginSucceeded,
  outcome: 'success' as const,
  userId: session.userId,
  address: request.address,
  requestId: request.id,
  at,
  detail: { session: session.id, amr },
});
