import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import { Clock } from '../../kernel/clock.js';
import { ConnectionEvents } from '../events/connection-events.service.js';
import { userIdOf } from '../vault/connection.types.js';
import { OPEN_STATUSES, type ConnectSession } from './connect-session.types.js';
import { ConnectSessionsRepository } from './connect-sessions.repository.js';
import { ownerOfSession } from './session-owner.js';

/** Sessions that come to nothing. */
@Injectable()
export class ConnectEndings {
  constructor(
    private readonly sessions: ConnectSessionsRepository,
    private readonly events: ConnectionEvents,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  /** @param code why, as its starter is told. @returns whether this call ended it: not one that is over. */
  fail(realm: RealmRef, session: ConnectSession, code: string): Promise<boolean> {
    const from = [...OPEN_STATUSES, 'exchanging', 'exchanged'] as const;
    const step = { from, to: 'failed', at: this.clock.now(), failureCode: code, sealedTokens: null } as const;
    return this.transaction.run(async () => {
      const isOurs = await this.sessions.advance(realm, session.id, step);
      if (isOurs) await this.tell(realm, session, code);
      return isOurs;
    });
  }

  /** Of a session whose time to be completed is over. @returns whether this call ended it. */
  abandon(realm: RealmRef, session: ConnectSession, code: string): Promise<boolean> {
    return this.transaction.run(async () => {
      const isOurs = await this.sessions.abandon(realm, session.id, this.clock.now(), code);
      if (isOurs) await this.tell(realm, session, code);
      return isOurs;
    });
  }

  private tell(realm: RealmRef, session: ConnectSession, reason: string): Promise<void> {
    const { id, configId, connectionId } = session;
    const userId = userIdOf(ownerOfSession(session));
    const detail = { session: id, reason };
    return this.events.record(realm, { type: 'connect.failed', connectionId, configId, userId, detail });
  }
}
