import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { ConfigsService } from '../configs/configs.service.js';
import type { HeldConnection, Lease } from './connection-secrets.repository.js';
import { HeldConnections } from './held-connections.service.js';
import { TOO_BUSY, type ProviderError } from './provider.types.js';
import { LOST_RESPONSE } from './refresh-attempts.service.js';
import { RefreshLeases } from './refresh-leases.service.js';
import { RefreshNews } from './refresh-news.service.js';
import { refreshInProgress, refusalOf } from './vault-refusals.js';

/** What becomes of a connection whose refresh failed. */
@Injectable()
export class RefreshVerdicts {
  constructor(
    private readonly held: HeldConnections,
    private readonly leases: RefreshLeases,
    private readonly news: RefreshNews,
    private readonly configs: ConfigsService,
    private readonly transaction: Transaction,
  ) {}

  /**
   * A failure counts only while nobody else has renewed the tokens or is about to: the loser of a race is told that the
   * grant is dead, and it is not.
   *
   * @returns the tokens that another has stored meanwhile
   * @throws DomainError
   */
  async judge(
    realm: RealmRef,
    config: ConnectionConfig,
    before: HeldConnection,
    lease: Lease,
    error: ProviderError,
  ): Promise<HeldConnection> {
    const counts = await this.transaction.run(async () => {
      const stands = await this.leases.giveBack(realm, before.connection.id, lease);
      if (stands) await this.note(realm, config, before, error);
      return stands;
    });
    if (counts) throw refusalOf(error);
    const now = await this.held.usable(realm, before.connection.id);
    if (now.secret.version > before.secret.version) return now;
    throw refreshInProgress();
  }

  /** A client that is given tokens is not refused. */
  async absolve(realm: RealmRef, config: ConnectionConfig): Promise<void> {
    if (config.status === 'unhealthy') await this.configs.markHealthy(realm, config);
  }

  private async note(
    realm: RealmRef,
    config: ConnectionConfig,
    before: HeldConnection,
    error: ProviderError,
  ): Promise<void> {
    if (error.code === TOO_BUSY) return;
    if (error.failure === 'terminal') {
      const reason = error.code === LOST_RESPONSE ? LOST_RESPONSE : 'grant_ended';
      return this.news.ended(realm, before, reason, { code: error.code });
    }
    if (error.failure === 'config') await this.configs.markUnhealthy(realm, config, error.code);
    await this.news.failed(realm, before, error);
  }
}
