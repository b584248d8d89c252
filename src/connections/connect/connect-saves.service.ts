import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { untilStored } from '../../database/storage-patience.js';
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

/** For the database, as long as somebody waits before a page: a provider exchanges a code once. */
const PATIENCE = { ms: 10_000 };

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
  save(
    realm: RealmRef,
    config: ConnectionConfig,
    session: ConnectSession,
    from: ConnectSessionStatus,
    grant: HeldGrant,
  ): Promise<Connection> {
    return untilStored(async (before) => {
      const saved = before > 0 ? await this.savedBefore(realm, session) : null;
      return saved ?? this.once(realm, config, session, from, grant);
    }, PATIENCE);
  }

  /**
   * The same for tokens that wait in their session for who completes it.
   *
   * @param until UTC milliseconds
   * @throws DomainError `session_expired` when its time is over
   */
  hold(realm: RealmRef, { id }: ConnectSession, seal: () => Promise<string>, until: number): Promise<void> {
    return untilStored(async (before) => {
      if (before > 0 && (await this.sessions.find(realm, id))?.status === 'exchanged') return;
      const step = { from: ['exchanging'], to: 'exchanged', at: this.clock.now(), expiresAt: until } as const;
      if (await this.sessions.advance(realm, id, { ...step, sealedTokens: await seal() })) return;
      throw isOver();
    }, PATIENCE);
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
    from: ConnectSessionStatus,
    grant: HeldGrant,
  ): Promise<Connection> {
    return this.transaction.run(async () => {
      const connection = await this.connect(realm, config, session, grant);
      const step = { from: [from], to: 'completed', at: this.clock.now(), sealedTokens: null } as const;
      if (!(await this.sessions.advance(realm, session.id, { ...step, connectionId: connection.id }))) throw isOver();
      return connection;
    });
  }

  private async connect(
    realm: RealmRef,
    began: ConnectionConfig,
    session: ConnectSession,
    { tokens, inputs: { params, settings, hosts } }: HeldGrant,
  ): Promise<Connection> {
    const { connectionId, slot, startedBy } = session;
    if (tokens.accountId !== null && !isShort(tokens.accountId)) throw tooLong();
    const config = { ...began, version: await this.configs.versionToGoBy(realm, began) };
    const owner = ownerOfSession(session);
    if (owner.kind === 'user' && Object.keys(settings).length > 0)
      await this.settings.enterOfUser(realm, config.appId, owner.userId, settings, hosts);
    if (connectionId === null)
      return this.connections.create(realm, { config, owner, slot, params, hosts, createdBy: startedBy }, tokens);
    const known = await this.connections.get(realm, connectionId);
    refuseSwitchedOff(known);
    return this.connections.reauthorize(realm, known, tokens, { config, params, hosts });
  }
}

const isOver = (): DomainError => new DomainError('session_expired', 'The session is over.');

const tooLong = (): DomainError =>
  new DomainError('token_response_unreadable', 'The provider names the account by an id that is too long.');
