import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { Clock } from '../../kernel/clock.js';
import { ConnectionEndings } from './connection-endings.service.js';
import { IdleSweep } from './idle-sweep.service.js';
import { RevocationSender } from './revocation-sender.service.js';
import { VaultRotation } from './vault-rotation.service.js';

const REVOCATIONS_MS = 5000;
const BATCH = 20;
const DAY = 24 * 60 * 60 * 1000;

/** What the vault does of itself, on every node, time and again. */
@Injectable()
export class VaultRounds implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(VaultRounds.name);
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly underWay = new Map<string, Promise<void>>();
  private stopped = false;

  constructor(
    private readonly revocations: RevocationSender,
    private readonly sweep: IdleSweep,
    private readonly endings: ConnectionEndings,
    private readonly rotation: VaultRotation,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.every(REVOCATIONS_MS, 'revocations', () => this.tell());
    this.every(this.settings.connSweepSeconds * 1000, 'idle connections', () => this.sweep.run());
    this.every(this.settings.connSweepSeconds * 1000, 'ended connections', () => this.forget());
    this.every(this.settings.connSweepSeconds * 1000, 'keys', () => this.rotation.run());
  }

  /** Waits for what each round is at, not for all that it has before it. */
  async onApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.stopped = true;
    for (const work of [this.sweep, this.revocations, this.rotation]) work.stop();
    await Promise.all(this.underWay.values());
  }

  private async tell(): Promise<void> {
    while (!this.stopped && (await this.revocations.attemptDue(BATCH)) === BATCH);
  }

  private async forget(): Promise<void> {
    const before = this.clock.now() - this.settings.connTombstoneDays * DAY;
    while (!this.stopped && (await this.endings.forget(before, BATCH)) === BATCH);
  }

  /** One round of each kind at a time: one that takes longer than the interval is not overtaken. */
  private every(ms: number, what: string, work: () => Promise<unknown>): void {
    const round = (): void => {
      if (this.underWay.has(what)) return;
      const done = work()
        .then(() => undefined)
        .catch((error: unknown) => this.logger.warn(`Another round of ${what} follows`, error))
        .finally(() => this.underWay.delete(what));
      this.underWay.set(what, done);
    };
    this.timers.push(setInterval(round, ms).unref());
  }
}
