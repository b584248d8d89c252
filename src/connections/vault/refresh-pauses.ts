import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { Random } from '../../kernel/random.js';

const SHORTEST = 100;
const SPAN = 300;

/** How those wait who find another node at work. */
@Injectable()
export class RefreshPauses {
  constructor(
    private readonly settings: Settings,
    private readonly random: Random,
  ) {}

  /** For how long in all, milliseconds. */
  get patience(): number {
    return this.settings.connHttpTimeoutMs;
  }

  /** Waits a moment, not the same for all. @returns how long, milliseconds */
  async next(): Promise<number> {
    const pause = SHORTEST + (SPAN * this.random.bytes(1).readUInt8()) / 255;
    await sleep(pause);
    return pause;
  }
}
