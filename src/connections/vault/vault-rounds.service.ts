import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Rounds } from '../../background/rounds.service.js';
import { Settings } from '../../config/settings.js';
import { Clock } from '../../kernel/clock.js';
import { ConnectionEndings } from './connection-endings.service.js';
import { IdleSweep } from './idle-sweep.service.js';
import { VaultRotation } from './vault-rotation.service.js';

const BATCH = 20;
const DAY = 24 * 60 * 60 * 1000;

/** What the vault does of itself. */
@Injectable()
export class VaultRounds implements OnModuleInit {
  constructor(
    private readonly sweep: IdleSweep,
    private readonly endings: ConnectionEndings,
    private readonly rotation: VaultRotation,
    private readonly rounds: Rounds,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    const milliseconds = this.settings.connSweepSeconds * 1000;
    this.rounds.every(milliseconds, 'idle connections', () => this.sweep.run());
    this.rounds.every(milliseconds, 'ended connections', () => this.forget());
    this.rounds.every(milliseconds, 'vault keys', () => this.rotation.run());
  }

  private forget(): Promise<number> {
    const before = this.clock.now() - this.settings.connTombstoneDays * DAY;
    return this.rounds.toTheEnd(BATCH, (size) => this.endings.forget(before, size));
  }
}
