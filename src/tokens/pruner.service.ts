import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AttemptsService } from '../attempts/attempts.service.js';
import { AuditService } from '../audit/audit.service.js';
import { Settings } from '../config/settings.js';
import { Clock } from '../kernel/clock.js';
import { PairExpiry } from './pair-expiry.service.js';
import { EXPIRING_TABLES, ExpiredRowsRepository } from './expired-rows.repository.js';

/** Rows that one statement deletes at most: issuers never wait for more. */
const BATCH = 200;
const DAY = 86_400_000;

/**
 * Deletes what has expired, in small batches, again and again. Every node does; two that meet find the same rows and
 * one finds them gone.
 */
@Injectable()
export class PrunerService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(PrunerService.name);
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<unknown> = Promise.resolve();
  private busy = false;
  private stopped = false;

  constructor(
    private readonly expired: ExpiredRowsRepository,
    private readonly pairs: PairExpiry,
    private readonly attempts: AttemptsService,
    private readonly audit: AuditService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.startRound(), this.settings.pruneIntervalSeconds * 1000).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.round;
  }

  /** Deletes all that has expired by now. @returns how many rows. */
  async prune(): Promise<number> {
    const now = this.clock.now();
    const before = now - this.settings.auditRetentionDays * DAY;
    const batches = [
      ...EXPIRING_TABLES.map((table) => () => this.expired.deleteSome(table, now, BATCH)),
      () => this.pairs.prune(now, BATCH),
      () => this.attempts.prune(now, BATCH),
      () => this.audit.prune(before, BATCH),
    ];
    let deleted = 0;
    for (const batch of batches) deleted += await this.repeat(batch);
    return deleted;
  }

  /** One round at a time: one that takes longer than the interval is not overtaken. */
  private startRound(): void {
    if (this.busy) return;
    this.busy = true;
    this.round = this.prune()
      .catch((error: unknown) => this.logger.warn('Pruning goes on in the next round', error))
      .finally(() => (this.busy = false));
  }

  private async repeat(batch: () => Promise<number>): Promise<number> {
    let deleted = 0;
    for (let found = BATCH; found === BATCH && !this.stopped; deleted += found) {
      found = await batch();
      await nextTurn();
    }
    return deleted;
  }
}
