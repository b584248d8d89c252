import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { untilStored } from '../../database/storage-patience.js';
import { Transaction } from '../../database/transaction.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { SettingsValues } from '../apps/settings-values.service.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { ConfigsService } from '../configs/configs.service.js';
import { isSameAccount } from '../vault/account.rules.js';
import { isShort } from '../vault/column-bounds.js';
import type { Connection, ConnectionOwner } from '../vault/connection.types.js';
import { ConnectionsService } from '../vault/connections.service.js';
import { refuseSwitchedOff } from '../vault/switched-off.js';
import type { BoundInputs, ConnectSession, ConnectSessionStatus, TakenGrant } from './connect-session.types.js';
import { ConnectSessionsRepository } from './connect-sessions.repository.js';
import { SAVE_PATIENCE } from './save-patience.js';
import { ownerOfSession } from './session-owner.js';
import { sessionOver } from './session-over.js';

/** What a session brings, and where it has to stand for that. */
export interface ConnectSave {
  readonly from: ConnectSessionStatus;
  readonly grant: TakenGrant;
  /** Where another account than that of the connection to be renewed goes; null where that is refused. */
  readonly otherSlot: string | null;
}

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
   * go by which were made by the session's version before the config was changed. While the database cannot serve, it is
   * tried again.
   *
   * @throws DomainError `session_expired` when somebody else was faster or the time is over, `account_mismatch`,
   *   `connection_exists`, `token_response_unreadable`, `connection_not_found` for one that was disconnected meanwhile.
   */
  save(realm: RealmRef, config: ConnectionConfig, session: ConnectSession, save: ConnectSave): Promise<Connection> {
    return untilStored(async (before) => {
      const saved = before > 0 ? await this.savedBefore(realm, session) : null;
      return saved ?? this.once(realm, config, session, save);
    }, SAVE_PATIENCE);
  }

  /** What a try has come to that was stored, though nobody heard of it; null for nothing. */
  private async savedBefore(realm: RealmRef, { id }: ConnectSession): Promise<Connection | null> {
    const session = await this.sessions.find(realm, id);
    if (session?.status !== 'completed' || session.connectionId === null) return null;
    return this.connections.find(realm, session.connectionId);
  }

  private once(
    realm: RealmRef,
    config: ConnectionConfig,
    session: ConnectSession,
    save: ConnectSave,
  ): Promise<Connection> {
    return this.transaction.run(async () => {
      const connection = await this.connect(realm, config, session, save);
      const step = { from: [save.from], to: 'completed', at: this.clock.now(), sealedTokens: null } as const;
      if (!(await this.sessions.advance(realm, session.id, { ...step, connectionId: connection.id })))
        throw sessionOver();
      return connection;
    });
  }

  private async connect(
    realm: RealmRef,
    began: ConnectionConfig,
    session: ConnectSession,
    { grant, otherSlot }: ConnectSave,
  ): Promise<Connection> {
    const { tokens, inputs } = grant;
    const { connectionId, slot, startedBy } = session;
    if (tokens.accountId !== null && !isShort(tokens.accountId)) throw tooLong();
    const config = { ...began, version: await this.configs.versionToGoBy(realm, began) };
    const owner = ownerOfSession(session);
    const { params, hosts } = inputs;
    const wanted = { config, owner, params, hosts, createdBy: startedBy };
    await this.enter(realm, config, owner, inputs);
    if (connectionId === null) return this.connections.create(realm, { ...wanted, slot }, tokens);
    const known = await this.connections.get(realm, connectionId);
    refuseSwitchedOff(known);
    if (otherSlot !== null && !isSameAccount(known, tokens))
      return this.connections.create(realm, { ...wanted, slot: otherSlot }, tokens);
    return this.connections.reauthorize(realm, known, tokens, { config, params, hosts });
  }

  private async enter(
    realm: RealmRef,
    { appId }: ConnectionConfig,
    owner: ConnectionOwner,
    { settings, hosts }: BoundInputs,
  ): Promise<void> {
    if (owner.kind === 'user' && Object.keys(settings).length > 0)
      await this.settings.enterOfUser(realm, appId, owner.userId, settings, hosts);
  }
}

const tooLong = (): DomainError =>
  new DomainError('token_response_unreadable', 'The provider names the account by an id that is too long.');
