import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Ids, idTime } from '../../kernel/ids.js';
import type { Connection, NewConnection } from './connection.types.js';
import { ConnectionsRepository } from './connections.repository.js';
import { grantedOf } from './scope.rules.js';
import type { TokensToSeal } from './token-sealing.service.js';

const DEFAULT_SLOT = 'default';

export type GrantedTokens = TokensToSeal['tokens'];

/** How a connection stands whose owner has just given a grant. */
export const STANDING = {
  status: 'active',
  statusReason: null,
  health: 'ok',
  failCount: 0,
  nextAttemptAt: null,
} as const;

/** Connections as they begin, and whether there is room for them. */
@Injectable()
export class ConnectionDrafts {
  constructor(
    private readonly connections: ConnectionsRepository,
    private readonly settings: Settings,
    private readonly ids: Ids,
  ) {}

  /** The present moment, UTC milliseconds; in the order of ids. */
  moment(): number {
    return idTime(this.ids.next());
  }

  /** @throws DomainError `invalid` for a slot. */
  of(
    realm: RealmRef,
    { config, owner, slot = DEFAULT_SLOT, label = null, params = {}, createdBy }: NewConnection,
    tokens: GrantedTokens,
    status: 'active' | 'pending',
  ): Connection {
    if (config.multi === 'one' && slot !== DEFAULT_SLOT) {
      throw DomainError.invalid('slot', 'is for configs of which an owner may have many connections');
    }
    const id = this.ids.next();
    const at = idTime(id);
    const { granted, missing } = grantedOf(config, tokens);
    return {
      ...{ id, realmId: realm.id, configId: config.id, configVersion: config.version, owner, slot, label, params },
      upstreamAccountId: tokens.accountId,
      upstreamLabel: tokens.accountLabel,
      ...STANDING,
      ...grantChanges(tokens, at),
      status,
      grantedScopes: granted,
      missingScopes: missing,
      meta: tokens.meta,
      lastVerifiedAt: null,
      lastUsedAt: null,
      createdBy,
      createdAt: at,
    };
  }

  /** @throws DomainError `connection_exists`, or `conflict` for an owner who has too many. Call inside a transaction. */
  async checkRoom(realm: RealmRef, { configId, owner, slot }: Connection): Promise<void> {
    const others = await this.connections.ofOwner(realm, configId, owner);
    if (others.some((other) => other.slot === slot)) throw connectionExists();
    const most = this.settings.connConnectionsPerOwner;
    if (others.length >= most) throw DomainError.conflict(`An owner has at most ${most} connections by one config.`);
  }
}

export const grantChanges = (tokens: GrantedTokens, at: number) => ({
  accessExpiresAt: tokens.expiresAt,
  refreshExpiresAt: tokens.refreshExpiresAt,
  lastRefreshedAt: at,
});

export const connectionExists = (): DomainError =>
  new DomainError('connection_exists', 'The owner has such a connection already.');
