import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { isDuplicate } from '../../database/storage-fault.js';
import { Transaction } from '../../database/transaction.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import type { HostPatterns } from '../templates/host-patterns.js';
import { ConnectionEvents } from '../events/connection-events.service.js';
import { isSameAccount } from './account.rules.js';
import {
  ConnectionDrafts,
  connectionExists,
  grantChanges,
  STANDING,
  type GrantedTokens,
} from './connection-drafts.service.js';
import { ConnectionSecretsRepository } from './connection-secrets.repository.js';
import { userIdOf, type Connection, type NewConnection } from './connection.types.js';
import { ConnectionsRepository } from './connections.repository.js';
import { grantedOf } from './scope.rules.js';
import { refuseSwitchedOff } from './switched-off.js';
import type { TokenSet } from './token.types.js';
import { TokenSealing } from './token-sealing.service.js';

/** What an administrator has switched off in the meantime stays off. */
const RENEWABLE = ['active', 'pending', 'needs_reauth'] as const;

/** A grant that its owner has given anew, to the very config version that asked for it. */
export interface Regrant {
  readonly config: ConnectionConfig;
  readonly params?: Readonly<Record<string, string>>;
  /** Where its tokens may be sent. */
  readonly hosts?: HostPatterns;
}

/** Connections come to be, and come back to life, by tokens. */
@Injectable()
export class ConnectionGrants {
  constructor(
    private readonly connections: ConnectionsRepository,
    private readonly secrets: ConnectionSecretsRepository,
    private readonly sealing: TokenSealing,
    private readonly events: ConnectionEvents,
    private readonly transaction: Transaction,
    private readonly drafts: ConnectionDrafts,
  ) {}

  /** @throws DomainError `connection_exists`, `conflict` for an owner who has too many, `invalid` for a slot. */
  async create(
    realm: RealmRef,
    wanted: NewConnection,
    tokens: GrantedTokens,
    status: 'active' | 'pending' = 'active',
  ): Promise<Connection> {
    const connection = this.drafts.of(realm, wanted, tokens, status);
    await this.transaction.run(async () => {
      await this.drafts.checkRoom(realm, connection);
      await this.store(realm, connection, wanted, tokens);
      await this.tell(realm, 'connection.created', connection, { account: connection.upstreamLabel });
    });
    return connection;
  }

  /**
   * Of the same account: another one would change under whoever uses the connection.
   *
   * @throws DomainError `account_mismatch`, `connection_not_found` when it was disconnected meanwhile, or `conflict` when it
   *   was switched off.
   */
  async renew(realm: RealmRef, connection: Connection, tokens: TokenSet, regrant: Regrant): Promise<Connection> {
    if (!isSameAccount(connection, tokens)) {
      throw new DomainError('account_mismatch', 'The provider was authorized with another account.');
    }
    const { granted, missing } = grantedOf(regrant.config, tokens);
    const at = this.drafts.moment();
    const changes = { ...grantChanges(tokens, at), ...STANDING, configVersion: regrant.config.version };
    const accountId = tokens.accountId ?? connection.upstreamAccountId;
    const all = {
      ...changes,
      grantedScopes: granted,
      missingScopes: missing,
      params: regrant.params ?? connection.params,
      meta: { ...connection.meta, ...tokens.meta },
      upstreamAccountId: accountId,
      upstreamLabel: tokens.accountLabel ?? connection.upstreamLabel,
    };
    await this.transaction.run(async () => {
      const { config, hosts } = regrant;
      const sealed = { connectionId: connection.id, config, accountId, tokens, at, hosts };
      const columns = await this.sealing.seal(realm, sealed);
      const found =
        (await this.connections.change(realm, connection.id, all, RENEWABLE)) &&
        (await this.secrets.replace(realm, connection.id, columns));
      if (!found) await this.refuseLost(realm, connection.id);
      await this.tell(realm, 'connection.reauthorized', connection, {});
    });
    return { ...connection, ...all };
  }

  private async refuseLost(realm: RealmRef, id: string): Promise<never> {
    const present = await this.connections.find(realm, id);
    if (present) refuseSwitchedOff(present);
    throw new DomainError('connection_not_found', 'The connection does not exist.');
  }

  private async store(
    realm: RealmRef,
    connection: Connection,
    { config, hosts }: NewConnection,
    tokens: GrantedTokens,
  ): Promise<void> {
    const { id, upstreamAccountId, createdAt } = connection;
    try {
      await this.connections.add(realm, connection);
    } catch (error) {
      throw isDuplicate(error) ? connectionExists() : error;
    }
    const toSeal = { connectionId: id, config, accountId: upstreamAccountId, tokens, at: createdAt, hosts };
    await this.secrets.add(realm, id, await this.sealing.seal(realm, toSeal));
  }

  private tell(
    realm: RealmRef,
    type: 'connection.created' | 'connection.reauthorized',
    { id, configId, owner }: Connection,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    return this.events.record(realm, { type, connectionId: id, configId, userId: userIdOf(owner), detail });
  }
}
