import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { UsersService } from '../../users/users.service.js';
import { ConnectAbandonments } from './connect-abandonments.service.js';
import { ConnectSessionsRepository } from './connect-sessions.repository.js';
import { ConnectStatesRepository } from './connect-states.repository.js';

const INTERVAL_MS = 60_000;
const BATCH = 50;

/** Ends what nobody completes: tokens that wait in vain are given back. Every node does; of two that meet, one ends it. */
@Injectable()
export class ConnectSweep implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ConnectSweep.name);
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | null = null;

  constructor(
    private readonly sessions: ConnectSessionsRepository,
    private readonly states: ConnectStatesRepository,
    private readonly abandonments: ConnectAbandonments,
    private readonly users: UsersService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.users.onDeletion(async (realm, userId) => {
      await this.states.deleteAllOfUser(realm, userId);
      await this.sessions.deleteAllOfUser(realm, userId);
    });
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.startRound(), INTERVAL_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  /** @returns how many sessions were ended. */
  async sweep(): Promise<number> {
    let ended = 0;
    for (const { realm, id } of await this.sessions.abandoned(this.clock.now(), BATCH))
      if (await this.abandonments.end(realm, id)) ended++;
    return ended;
  }

  private startRound(): void {
    this.round ??= this.sweep()
      .then(() => undefined)
      .catch((error: unknown) => this.logger.warn('Sessions that nobody completed are ended in the next round', error))
      .finally(() => (this.round = null));
  }
}
