import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { ConnectSessionsRepository } from './connect-sessions.repository.js';
import { ConnectStatesRepository } from './connect-states.repository.js';

/** What is under way in a realm. */
@Injectable()
export class ConnectContents {
  constructor(
    private readonly sessions: ConnectSessionsRepository,
    private readonly states: ConnectStatesRepository,
  ) {}

  /** Removes what a realm that is being deleted holds; call inside its transaction. */
  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.states.deleteAllOf(realm);
    await this.sessions.deleteAllOf(realm);
  }
}
