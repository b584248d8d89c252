import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import type { HeldConnection } from './connection-secrets.repository.js';
import { isAlive, isDue, type Wish } from './freshness.rules.js';
import { HeldConnections } from './held-connections.service.js';
import { RefreshEngine } from './refresh-engine.service.js';
import { TokenChecks } from './token-checks.service.js';
import { UnrenewableTokens } from './unrenewable-tokens.service.js';
import { backingOff, clientRefused } from './vault-refusals.js';

const SECOND = 1000;

/** What is asked for beyond tokens that are good enough. */
export interface RenewalOrder {
  readonly minTtl: number;
  /** The version that is known to be of no use, whatever is known of its end; null for none. */
  readonly refused: number | null;
  /** Asks the provider though it failed a moment ago. */
  readonly impatient?: boolean;
}

/** Decides whether and how tokens that are due are renewed. */
@Injectable()
export class Renewals {
  constructor(
    private readonly held: HeldConnections,
    private readonly engine: RefreshEngine,
    private readonly checks: TokenChecks,
    private readonly unrenewable: UnrenewableTokens,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError */
  async renew(realm: RealmRef, id: string, order: RenewalOrder): Promise<HeldConnection> {
    const held = await this.held.usable(realm, id);
    if (this.suffices(held, order)) return held;
    const config = await this.held.configOf(realm, held);
    const told = order.refused === null ? await this.checks.judge(realm, config, held) : 'unknown';
    if (told === 'inactive') return this.inactive(realm, config, held, order);
    if (told !== 'unknown' && isAlive(told.good, this.wish(order))) return told.good;
    if (!isRenewable(config, held)) return this.unrenewable.judge(realm, config, held, order);
    if (isBackedOff(held, order, this.clock.now())) return this.meanwhile(config, held, order);
    return this.tried(realm, id, order);
  }

  private async tried(realm: RealmRef, id: string, order: RenewalOrder): Promise<HeldConnection> {
    try {
      return await this.engine.renew(realm, id, {
        suffices: (held) => this.suffices(held, order),
        tides: (held) => order.refused === null && isAlive(held, this.wish(order)),
      });
    } catch (error) {
      if (!(error instanceof DomainError) || order.refused !== null) throw error;
      const held = await this.held.usable(realm, id);
      if (isAlive(held, { now: this.clock.now(), minTtl: 0 })) return held;
      throw error;
    }
  }

  private suffices(held: HeldConnection, order: RenewalOrder): boolean {
    if (order.refused !== null) return held.secret.version > order.refused;
    return !isDue(held, this.wish(order));
  }

  /** What its own provider calls dead is. */
  private async inactive(
    realm: RealmRef,
    config: ConnectionConfig,
    held: HeldConnection,
    order: RenewalOrder,
  ): Promise<HeldConnection> {
    if (!isRenewable(config, held)) return this.unrenewable.end(realm, held, 'token_rejected');
    return this.renew(realm, held.connection.id, { ...order, refused: held.secret.version });
  }

  /** Until the provider is asked again: a client that it refuses is not its failure, but the config's. */
  private meanwhile({ status }: ConnectionConfig, held: HeldConnection, { refused }: RenewalOrder): HeldConnection {
    const now = this.clock.now();
    if (refused === null && isAlive(held, { now, minTtl: 0 })) return held;
    const retryAfter = Math.ceil(((held.connection.nextAttemptAt ?? now) - now) / SECOND);
    throw status === 'unhealthy' ? clientRefused(retryAfter) : backingOff(retryAfter);
  }

  private wish({ minTtl }: RenewalOrder): Wish {
    return { now: this.clock.now(), minTtl, rest: this.settings.connRefreshIntervalSeconds * SECOND };
  }
}

const isRenewable = ({ grantType }: ConnectionConfig, { secret }: HeldConnection): boolean =>
  secret.refresh !== null || grantType === 'client_credentials';

const isBackedOff = ({ connection }: HeldConnection, { impatient }: RenewalOrder, now: number): boolean =>
  impatient !== true && connection.nextAttemptAt !== null && connection.nextAttemptAt > now;
