import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Rounds } from '../../background/rounds.service.js';
import { Clock } from '../../kernel/clock.js';
import { UsersService } from '../../users/users.service.js';
import { ConnectAbandonments } from './connect-abandonments.service.js';
import { ConnectSessionsRepository, type AbandonedSession } from './connect-sessions.repository.js';
import { ConnectStatesRepository } from './connect-states.repository.js';

const INTERVAL_MS = 60_000;
const BATCH = 50;

/** Ends what nobody completes: tokens that wait in vain are given back. Every node does; of two that meet, one ends it. */
@Injectable()
export class ConnectSweep implements OnModuleInit {
  private readonly logger = new Logger(ConnectSweep.name);

  constructor(
    private readonly sessions: ConnectSessionsRepository,
    private readonly states: ConnectStatesRepository,
    private readonly abandonments: ConnectAbandonments,
    private readonly users: UsersService,
    private readonly clock: Clock,
    private readonly rounds: Rounds,
  ) {}

  onModuleInit(): void {
    this.rounds.every(INTERVAL_MS, 'abandoned connect sessions', () => this.sweep());
    this.users.onDeletion(async (realm, userId) => {
      await this.states.deleteAllOfUser(realm, userId);
      await this.sessions.deleteAllOfUser(realm, userId);
    });
  }

  /** One session that cannot be ended holds up no other. @returns how many were. */
  async sweep(): Promise<number> {
    let ended = 0;
    for (const session of await this.sessions.abandoned(this.clock.now(), BATCH)) {
      if (this.rounds.stopped) break;
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
}
