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
import { ConnectSessionsRepository, type AbandonedSession } from './connect-sessions.repository.js';
import { ConnectStatesRepository } from './connect-states.repository.js';

const INTERVAL_MS = 60_000;
const BATCH = 50;

/** Ends what nobody completes: tokens that wait in vain are given back. Every node does; of two that meet, one ends it. */
@Injectable()
export class ConnectSweep implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ConnectSweep.name);
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | null = null;
  private stopped = false;

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
    this.stopped = true;
    await this.round;
  }

  /** One session that cannot be ended holds up no other. @returns how many were. */
  async sweep(): Promise<number> {
    let ended = 0;
    for (const session of await this.sessions.abandoned(this.clock.now(), BATCH)) {
      if (this.stopped) break;
      if (await this.end(session)) ended++;
    }
    return ended;
  }

  private async end({ realm, id }: AbandonedSession): Promise<boolean> {
    try {
      return await this.abandonments.end(realm, id);
    } catch (error) {
      const cause = error instanceof Error ? error.name : 'unknown';
      this.logger.warn(`Session ${id}, which nobody completed, could not be ended (${cause})`);
      return false;
    }
  }

  private startRound(): void {
    this.round ??= this.sweep()
      .then(() => undefined)
      .catch((error: unknown) => this.logger.warn('Sessions that nobody completed are ended in the next round', error))
      .finally(() => (this.round = null));
  }
}
