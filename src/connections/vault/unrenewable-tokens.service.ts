import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import type { HeldConnection } from './connection-secrets.repository.js';
import { isAlive } from './freshness.rules.js';
import { HeldConnections } from './held-connections.service.js';
import { RefreshNews, type DeadReason } from './refresh-news.service.js';
import { SecondOpinions } from './second-opinions.service.js';
import { reauthRequired } from './vault-refusals.js';

/** Why other tokens are wanted in place of those that cannot be renewed. */
export interface Dissatisfaction {
  /** Their version where an API has refused them; null where they are only due. */
  readonly refused: number | null;
  /** By somebody who asks for a refresh and nothing else. */
  readonly impatient?: boolean;
}

/** What becomes of tokens that nothing can renew but their owner. */
@Injectable()
export class UnrenewableTokens {
  constructor(
    private readonly held: HeldConnections,
    private readonly opinions: SecondOpinions,
    private readonly news: RefreshNews,
    private readonly clock: Clock,
  ) {}

  /**
   * They are good for as long as they live. That an API refuses them before may have reasons of the API's own.
   *
   * @throws DomainError `reauth_required`
   */
  async judge(
    realm: RealmRef,
    config: ConnectionConfig,
    held: HeldConnection,
    { refused, impatient }: Dissatisfaction,
  ): Promise<HeldConnection> {
    if (!isAlive(held, { now: this.clock.now(), minTtl: 0 })) return this.end(realm, held, 'expired');
    if (refused === null) return held;
    if (impatient) throw reauthRequired('no_refresh_token');
    await this.opinions.seek(realm, config, held);
    return this.held.usable(realm, held.connection.id);
  }

  /** @throws DomainError `reauth_required`, always */
  async end(realm: RealmRef, held: HeldConnection, reason: DeadReason): Promise<never> {
    await this.news.ended(realm, held, reason);
    throw reauthRequired(reason);
  }
}
