import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Outbox } from '../../background/outbox.js';
import { Outboxes } from '../../background/outboxes.service.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import type { Session, SessionEnd } from '../../users/sessions/session.types.js';
import { SessionsService } from '../../users/sessions/sessions.service.js';
import { LogoutDeliveriesRepository, type LogoutDelivery } from './logout-deliveries.repository.js';
import { LogoutNotices } from './logout-notices.service.js';
import { LogoutSender } from './logout-sender.service.js';

/** Over about three hours. */
const ATTEMPTS = 6;
const AT_ONCE = 32;

/**
 * Tells the clients of a session that it has ended (OpenID Connect Back-Channel Logout). What is to be told is committed
 * with the end itself; then it is told at once, and what was not heard again and again by whichever node comes first. A
 * client that does not answer keeps nobody signed in (requirement 76).
 */
@Injectable()
export class BackchannelLogout implements OnModuleInit {
  private readonly outbox: Outbox<LogoutDelivery>;
  /** First attempts that are being made, by session. */
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly sessions: SessionsService,
    private readonly notices: LogoutNotices,
    private readonly transaction: Transaction,
    rows: LogoutDeliveriesRepository,
    courier: LogoutSender,
    outboxes: Outboxes,
  ) {
    this.outbox = outboxes.open({ name: 'logouts', rows, courier, attempts: ATTEMPTS, atOnce: AT_ONCE });
  }

  onModuleInit(): void {
    this.sessions.onEnding((realm, session, end) => this.announce(realm, session, end));
  }

  /** Resolves when each client of a session that was ended here was told once, heard or not: a few seconds at most. */
  async settled(sessionId: string): Promise<void> {
    await this.underWay.get(sessionId);
  }

  /** Tells again what is due. */
  retry(): Promise<void> {
    return this.outbox.retry();
  }

  private async announce(realm: RealmRef, session: Session, { at }: SessionEnd): Promise<void> {
    const notices = await this.notices.write(realm, session, at);
    if (notices.length > 0) await this.transaction.afterCommit(() => this.begin(realm, session.id, notices));
  }

  private begin(realm: RealmRef, sessionId: string, notices: readonly LogoutDelivery[]): void {
    const done = this.outbox.tell(realm, notices).then(() => void this.underWay.delete(sessionId));
    this.underWay.set(sessionId, done);
  }
}
