import { Injectable } from '@nestjs/common';
import type { RequestInfo } from '../../audit/audit.types.js';
import type { Client } from '../../clients/client.types.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { isId } from '../../kernel/ids.js';
import { verifierMatches } from '../../protocol/pkce.js';
import { ConfigsService } from '../configs/configs.service.js';
import type { Connection } from '../vault/connection.types.js';
import { BindingFailures } from './binding-failures.service.js';
import { ConnectGrants } from './connect-grants.service.js';
import type { ConnectSession } from './connect-session.types.js';
import { ConnectSessionsRepository } from './connect-sessions.repository.js';
import { sessionOver } from './session-over.js';

/** What a service shows to complete the session that it began. */
export interface Completion {
  readonly client: Client;
  readonly verifier: string;
  /** Another account than that of the connection becomes a connection of its own. */
  readonly asNew: boolean;
  readonly request: RequestInfo;
}

/** The last step of sessions that services begin: only who began one can say that the right person came back. */
@Injectable()
export class ConnectCompletions {
  constructor(
    private readonly sessions: ConnectSessionsRepository,
    private readonly grants: ConnectGrants,
    private readonly configs: ConfigsService,
    private readonly failures: BindingFailures,
    private readonly clock: Clock,
  ) {}

  /** Null for one of another client, or none. */
  async find(realm: RealmRef, id: string, client: Client): Promise<ConnectSession | null> {
    const session = isId(id) ? await this.sessions.find(realm, id) : null;
    return session?.createdVia === 'api' && session.startedBy === client.clientId ? session : null;
  }

  /** Null for one that this user did not begin. */
  async findOfUser(realm: RealmRef, id: string, userId: string): Promise<ConnectSession | null> {
    const session = isId(id) ? await this.sessions.find(realm, id) : null;
    return session?.createdVia === 'user' && session.startedBy === userId ? session : null;
  }

  /**
   * @throws DomainError `not_found` for the session of another client, `binding_failed` for another verifier, `conflict`
   *   before the browser is back, `state_used`, `session_expired`, `connection_exists`, `account_mismatch`: with the
   *   `otherAccount` where it may be completed still, as new
   */
  async complete(realm: RealmRef, id: string, { client, verifier, asNew, request }: Completion): Promise<Connection> {
    const session = await this.find(realm, id, client);
    if (!session?.completionChallenge) throw DomainError.notFound('The session');
    if (!verifierMatches(verifier, session.completionChallenge)) {
      const { id: sessionId, configId, userId } = session;
      const known = { sessionId, configId, userId, clientId: client.clientId };
      throw await this.failures.record(realm, { fault: 'other_verifier', request, ...known });
    }
    this.refuseUnready(session);
    const config = await this.configs.version(realm, session.configId, session.configVersion);
    return this.grants.complete(realm, config, session, { asNew });
  }

  private refuseUnready({ status, failureCode, expiresAt }: ConnectSession): void {
    if (status === 'completed') throw new DomainError('state_used', 'The session was completed already.');
    if (status === 'failed') throw DomainError.conflict(`The session has failed: ${failureCode}.`);
    if (expiresAt <= this.clock.now()) throw sessionOver();
    if (status !== 'exchanged') throw DomainError.conflict('The browser has not come back from the provider yet.');
  }
}
