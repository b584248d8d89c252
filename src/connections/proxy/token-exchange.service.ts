import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';
import type { Realm } from '../../realms/realm.types.js';
import type { User } from '../../users/user.types.js';
import { ConfigsService } from '../configs/configs.service.js';
import { ConnectionsService } from '../vault/connections.service.js';
import type { FreshToken } from '../vault/token.types.js';
import { ConnectionAccess } from './connection-access.service.js';
import { TokenReleases, type Recipient } from './token-release.service.js';

/** The connection whose token is wanted. */
export interface ExchangeTarget {
  readonly configId: string;
  /** Where the user has several by the config. */
  readonly connectionId?: string;
}

/** The token of a user's connection, for a service that the user has sent its own token to. */
@Injectable()
export class TokenExchanges {
  constructor(
    private readonly access: ConnectionAccess,
    private readonly configs: ConfigsService,
    private readonly connections: ConnectionsService,
    private readonly releases: TokenReleases,
  ) {}

  /** @throws DomainError `connection_not_found`, `reauth_required`, and as {@link TokenReleases.release} does */
  async exchange(
    realm: Realm,
    user: User,
    recipient: Pick<Recipient, 'client' | 'request'>,
    target: ExchangeTarget,
  ): Promise<FreshToken> {
    const id = target.connectionId ?? (await this.only(realm, user, target.configId));
    const usable = await this.access.get(realm, { user }, id);
    if (usable.connection.configId !== target.configId) throw notFound();
    return this.releases.release(realm, usable, { ...recipient, user, byExchange: true });
  }

  private async only(realm: Realm, user: User, configId: string): Promise<string> {
    const config = await this.configs.find(realm, configId);
    if (!config) throw notFound();
    const owner =
      config.connectionLevel === 'realm' ? ({ kind: 'realm' } as const) : ({ kind: 'user', userId: user.id } as const);
    await this.access.requireUse(realm, { user }, config, owner);
    const [connection, ...others] = await this.connections.ofOwner(realm, configId, owner);
    if (others.length > 0) throw DomainError.invalid('connection_id', 'is needed: there are several connections');
    if (!connection) throw new DomainError('reauth_required', 'The user has not connected an account.');
    return connection.id;
  }
}

const notFound = (): DomainError => new DomainError('connection_not_found', 'The connection does not exist.');
