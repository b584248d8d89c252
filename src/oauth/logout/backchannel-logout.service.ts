import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import pLimit from 'p-limit';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import type { Session, SessionEnd } from '../../users/sessions/session.types.js';
import { SessionsService } from '../../users/sessions/sessions.service.js';
import { LogoutDeliveries } from './logout-deliveries.service.js';
import type { LogoutDelivery } from './logout-delivery.types.js';
import { LogoutNotices } from './logout-notices.service.js';

const INTERVAL_MS = 5000;
/** Deliveries that one round takes in hand, and attempts that one process makes at a time. */
const BATCH = 20;
const AT_ONCE = 8;

/**
 * Tells the clients of a session that it has ended (OpenID Connect Back-Channel Logout). What is to be told is committed
 * with the end itself; then it is told at once, and what was not heard again and again by whichever node comes first. A
 * client that does not answer keeps nobody signed in (requirement 76).
 */
@Injectable()
export class BackchannelLogout implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(BackchannelLogout.name);
  private readonly limit = pLimit(AT_ONCE);
  /** First attempts that are being made, by session. */
  private readonly underWay = new Map<string, Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | null = null;

  constructor(
    private readonly sessions: SessionsService,
    private readonly notices: LogoutNotices,
    private readonly deliveries: LogoutDeliveries,
    private readonly transaction: Transaction,
  ) {}

  onModuleInit(): void {
    this.sessions.onEnding((realm, session, end) => this.announce(realm, session, end));
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.startRound(), INTERVAL_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all([this.round, ...this.underWay.values()]);
  }

  /** Resolves when each client of a session that was ended here was told once, heard or not: a few seconds at most. */
  async settled(sessionId: string): Promise<void> {
    await this.underWay.get(sessionId);
  }

  /** Tries again what is due. */
  async retry(): Promise<void> {
    while ((await this.deliveries.attemptDue(BATCH)) === BATCH);
  }

  private async announce(realm: RealmRef, session: Session, { at }: SessionEnd): Promise<void> {
    const notices = await this.notices.write(realm, session, at);
    if (notices.length > 0) await this.transaction.afterCommit(() => this.begin(realm, session.id, notices));
  }

  private begin(realm: RealmRef, sessionId: string, notices: readonly LogoutDelivery[]): void {
    const attempts = notices.map((notice) => this.limit(() => this.attempt(realm, notice)));
    const done = Promise.all(attempts).then(() => void this.underWay.delete(sessionId));
    this.underWay.set(sessionId, done);
  }

  private attempt(realm: RealmRef, notice: LogoutDelivery): Promise<void> {
    return this.deliveries.attempt(realm.name, notice).catch((error: unknown) => this.warn(error));
  }

  /** One round at a time: one that takes longer than the interval is not overtaken. */
  private startRound(): void {
    this.round ??= this.retry()
      .catch((error: unknown) => this.warn(error))
      .finally(() => (this.round = null));
  }

  private warn(error: unknown): void {
    this.logger.warn('Clients are told of ended sessions in the next round', error);
  }
}
