import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { SettingsValues } from '../apps/settings-values.service.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { ConfigsService } from '../configs/configs.service.js';
import { isShort } from '../vault/column-bounds.js';
import type { Connection } from '../vault/connection.types.js';
import { ConnectionsService } from '../vault/connections.service.js';
import { refuseSwitchedOff } from '../vault/switched-off.js';
import type { ConnectSession, ConnectSessionStatus, HeldGrant } from './connect-session.types.js';
import { ConnectSessionsRepository } from './connect-sessions.repository.js';
import { ownerOfSession } from './session-owner.js';

/** Makes a connection of what a provider gave: with what was said on the page, and the session completed by it. */
@Injectable()
export class ConnectSaves {
  constructor(
    private readonly sessions: ConnectSessionsRepository,
    private readonly connections: ConnectionsService,
    private readonly settings: SettingsValues,
    private readonly configs: ConfigsService,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  /**
   * All of it or nothing, and once: of many at the same time one succeeds. The connection goes by the version that those
   * go by which were made by the session's version before the config was changed.
   *
   * @throws DomainError `session_expired` when somebody else was faster or the time is over, `account_mismatch`,
   *   `connection_exists`, `token_response_unreadable`, `connection_not_found` for one that was disconnected meanwhile.
   */
  save(
    realm: RealmRef,
    config: ConnectionConfig,
    session: ConnectSession,
    from: ConnectSessionStatus,
    grant: HeldGrant,
  ): Promise<Connection> {
    return this.transaction.run(async () => {
      const connection = await this.connect(realm, config, session, grant);
      const step = { from: [from], to: 'completed', at: this.clock.now(), sealedTokens: null } as const;
      if (!(await this.sessions.advance(realm, session.id, { ...step, connectionId: connection.id })))
        throw new DomainError('session_expired', 'The session is over.');
      return connection;
    });
  }

  private async connect(
    realm: RealmRef,
    began: ConnectionConfig,
    session: ConnectSession,
    { tokens, inputs: { params, settings } }: HeldGrant,
  ): Promise<Connection> {
    const { connectionId, slot, startedBy } = session;
    if (tokens.accountId !== null && !isShort(tokens.accountId)) throw tooLong();
    const config = { ...began, version: await this.configs.versionToGoBy(realm, began) };
    const owner = ownerOfSession(session);
    if (owner.kind === 'user' && Object.keys(settings).length > 0)
      await this.settings.enter(realm, config.appId, owner.userId, settings);
    if (connectionId === null)
      return this.connections.create(realm, { config, owner, slot, params, createdBy: startedBy }, tokens);
    const known = await this.connections.get(realm, connectionId);
    refuseSwitchedOff(known);
    return this.connections.reauthorize(realm, known, tokens, { config, params });
  }
}

const tooLong = (): DomainError =>
  new DomainError('token_response_unreadable', 'The provider names the account by an id that is too long.');
