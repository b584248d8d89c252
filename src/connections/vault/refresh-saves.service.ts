import { Injectable, Logger } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { untilStored } from '../../database/storage-patience.js';
import { Transaction } from '../../database/transaction.js';
import { Clock } from '../../kernel/clock.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { ConnectionSecretsRepository, type HeldConnection, type Lease } from './connection-secrets.repository.js';
import { RefreshNews } from './refresh-news.service.js';
import type { Renewal } from './refresh-attempts.service.js';
import { TokenSealing, type TokensToSeal } from './token-sealing.service.js';

const LEAST_PATIENCE = 1000;

/**
 * Stores what a refresh brought. The holder of the lease always may; one who has lost it still may while nobody has stored
 * anything else, for otherwise tokens that the provider has just made would be lost; it never overwrites.
 */
@Injectable()
export class RefreshSaves {
  private readonly logger = new Logger(RefreshSaves.name);

  constructor(
    private readonly secrets: ConnectionSecretsRepository,
    private readonly sealing: TokenSealing,
    private readonly news: RefreshNews,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  /** Tries for as long as the lease runs while the database cannot serve. */
  async save(
    realm: RealmRef,
    config: ConnectionConfig,
    held: HeldConnection,
    lease: Lease,
    renewal: Renewal,
  ): Promise<void> {
    const ms = Math.max(lease.until - this.clock.now(), LEAST_PATIENCE);
    try {
      await untilStored(() => this.once(realm, config, held, lease, renewal), { ms });
    } catch (error) {
      throw this.lost(held, error);
    }
  }

  private async once(
    realm: RealmRef,
    config: ConnectionConfig,
    held: HeldConnection,
    lease: Lease,
    { tokens, before }: Renewal,
  ): Promise<void> {
    const { id, upstreamAccountId: accountId } = held.connection;
    const at = this.clock.now();
    const kept = { ...tokens, refreshToken: tokens.refreshToken ?? before.refreshToken };
    const toSeal: TokensToSeal = { connectionId: id, config, accountId, tokens: kept, at, hosts: before.hosts };
    const columns = await this.sealing.seal(realm, toSeal);
    await this.transaction.run(async () => {
      const stored =
        (await this.secrets.replaceAsHolder(realm, id, lease.owner, columns)) ||
        (await this.secrets.replaceAtVersion(realm, id, lease.version, columns));
      if (stored) await this.news.renewed(realm, config, held, tokens, at);
    });
  }

  private lost({ connection }: HeldConnection, error: unknown): unknown {
    this.logger.error(`refresh.persist_failed: new tokens of connection ${connection.id} could not be stored`);
    return error;
  }
}
