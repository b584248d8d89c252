import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import pLimit from 'p-limit';
import { Settings } from '../../config/settings.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import type { EventDelivery } from './connection-event.types.js';
import { ConnectionEventsRepository } from './connection-events.repository.js';
import { EventDeliveries } from './event-deliveries.service.js';
import { EventNotices } from './event-notices.service.js';

const INTERVAL_MS = 5000;
/** Deliveries that one round takes in hand, and attempts that one process makes at a time. */
const BATCH = 20;
const AT_ONCE = 8;
const DAY = 24 * 60 * 60 * 1000;
const PRUNED_AT_ONCE = 500;

/**
 * Tells webhooks what happened: at once where it was written, and what was not heard again and again by whichever node
 * comes first. A receiver that does not answer holds nobody up.
 */
@Injectable()
export class EventTeller implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(EventTeller.name);
  private readonly limit = pLimit(AT_ONCE);
  private readonly underWay = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly notices: EventNotices,
    private readonly deliveries: EventDeliveries,
    private readonly events: ConnectionEventsRepository,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.notices.onWritten((realm, deliveries) => this.begin(realm, deliveries));
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.startRound(), INTERVAL_MS).unref();
  }

  /** What has not begun is told by another node, or after the next start. */
  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.stopped = true;
    await Promise.all([this.round, ...this.underWay]);
  }

  /** Resolves when what was written here has been told once, heard or not. */
  async settled(): Promise<void> {
    await Promise.all(this.underWay);
  }

  /** Tries again what is due, and drops what is too old to be history. */
  async retry(): Promise<void> {
    while (!this.stopped && (await this.deliveries.attemptDue(BATCH)) === BATCH);
    await this.events.deleteBefore(this.clock.now() - this.settings.connHistoryDays * DAY, PRUNED_AT_ONCE);
  }

  private begin(realm: RealmRef, deliveries: readonly EventDelivery[]): void {
    for (const delivery of deliveries) {
      const attempt = this.limit(() => this.attempt(realm, delivery)).catch((error: unknown) => this.warn(error));
      const done: Promise<void> = attempt.finally(() => this.underWay.delete(done));
      this.underWay.add(done);
    }
  }

  private async attempt(realm: RealmRef, delivery: EventDelivery): Promise<void> {
    if (!this.stopped) await this.deliveries.attempt(realm, delivery);
  }

  /** One round at a time: one that takes longer than the interval is not overtaken. */
  private startRound(): void {
    this.round ??= this.retry()
      .catch((error: unknown) => this.warn(error))
      .finally(() => (this.round = null));
  }

  private warn(error: unknown): void {
    this.logger.warn('Webhooks are told of events in the next round', error);
  }
}
