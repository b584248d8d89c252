import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import { Rounds } from '../background/rounds.service.js';
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
export class PrunerService implements OnModuleInit {
  constructor(
    private readonly expired: ExpiredRowsRepository,
    private readonly pairs: PairExpiry,
    private readonly audit: AuditService,
    private readonly rounds: Rounds,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.rounds.every(this.settings.pruneIntervalSeconds * 1000, 'pruning', () => this.prune());
  }

  /** Deletes all that has expired by now. @returns how many rows. */
  async prune(): Promise<number> {
    const now = this.clock.now();
    const before = now - this.settings.auditRetentionDays * DAY;
    const batches = [
      ...EXPIRING_TABLES.map((table) => (size: number) => this.expired.deleteSome(table, now, size)),
      (size: number) => this.pairs.prune(now, size),
      (size: number) => this.audit.prune(before, size),
    ];
    let deleted = 0;
    for (const batch of batches) deleted += await this.rounds.toTheEnd(BATCH, batch);
    return deleted;
  }
}
