import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { HeldConnection } from './connection-secrets.repository.js';
import type { Connection } from './connection.types.js';
import { isAlive, isDue, isJustRefreshed } from './freshness.rules.js';
import { HeldConnections } from './held-connections.service.js';
import { RefreshFlights } from './refresh-flights.js';
import { Renewals, type RenewalOrder } from './renewals.service.js';
import { SecondOpinions } from './second-opinions.service.js';
import type { FreshToken, Freshness } from './token.types.js';
import { refreshInProgress } from './vault-refusals.js';

const SECOND = 1000;
/** What a flight may take beyond the provider's own time. */
const ALLOWANCE = 5 * SECOND;

/** The way to an access token that is good now. Whoever has one asks again before each use, and keeps none. */
@Injectable()
export class ConnectionTokens {
  private readonly flights: RefreshFlights<HeldConnection>;
  /** Milliseconds between two refreshes. */
  private readonly rest: number;

  constructor(
    private readonly held: HeldConnections,
    private readonly renewals: Renewals,
    private readonly opinions: SecondOpinions,
    private readonly clock: Clock,
    { connHttpTimeoutMs, connLeaseSeconds, connRefreshIntervalSeconds }: Settings,
  ) {
    const limits = { patience: connHttpTimeoutMs + ALLOWANCE, longest: connLeaseSeconds * SECOND };
    this.rest = connRefreshIntervalSeconds * SECOND;
    this.flights = new RefreshFlights(limits, refreshInProgress);
  }

  /**
   * Renewed ahead of its end where the provider allows; while that cannot be done it is handed out until its very end.
   *
   * @throws DomainError `connection_not_found`; `reauth_required` when only the owner can help; `provider_config_error`,
   * `provider_error`, `provider_timeout`; `refresh_in_progress` when another node takes too long.
   */
  async fresh(realm: RealmRef, { id }: Pick<Connection, 'id'>, wish: Freshness = {}): Promise<FreshToken> {
    const minTtl = (wish.minTtlSeconds ?? 0) * SECOND;
    const held = await this.held.usable(realm, id);
    const now = this.clock.now();
    if (!isDue(held, { now, minTtl, rest: this.rest })) return this.held.tokenOf(realm, held);
    if (this.flights.has(id) && isAlive(held, { now, minTtl })) return this.held.tokenOf(realm, held);
    return this.held.tokenOf(realm, await this.flown(realm, id, { minTtl, refused: null }));
  }

  /**
   * For a token that an API has refused, by its version. It is refreshed unless that was done already; no more often than
   * it may be, so that the same version may come back: then there is no better one. One that cannot be refreshed comes back
   * as well, unless there is more against it than that one refusal (see {@link SecondOpinions}).
   *
   * @throws DomainError as {@link fresh} does
   */
  async afterRejection(realm: RealmRef, { id }: Pick<Connection, 'id'>, seenVersion: number): Promise<FreshToken> {
    const held = await this.held.usable(realm, id);
    if (held.secret.version > seenVersion || this.isJustRefreshed(held)) return this.held.tokenOf(realm, held);
    return this.held.tokenOf(realm, await this.flown(realm, id, { minTtl: 0, refused: seenVersion }));
  }

  /** An API has taken a token of that version: whatever refused it before, it is good. */
  async accepted(
    realm: RealmRef,
    { id, health }: Pick<Connection, 'id' | 'health'>,
    { version }: Pick<FreshToken, 'version'>,
  ): Promise<void> {
    if (health === 'failing') await this.opinions.accepted(realm, id, version);
  }

  /**
   * By hand: whatever is known of its end, and though the provider failed a moment ago.
   *
   * @throws DomainError `rate_limited` shortly after the last one, and as {@link fresh} does
   */
  async refreshNow(realm: RealmRef, { id }: Pick<Connection, 'id'>): Promise<FreshToken> {
    const held = await this.held.usable(realm, id);
    if (held.secret.access !== null && this.isJustRefreshed(held)) {
      throw new DomainError('rate_limited', 'The connection was refreshed a moment ago.', {
        retryAfter: this.rest / SECOND,
      });
    }
    const order = { minTtl: 0, refused: held.secret.version, impatient: true };
    return this.held.tokenOf(realm, await this.flown(realm, id, order));
  }

  /** Renews tokens of that version before anybody asks for them, unless the provider has failed a moment ago. */
  async keepAlive(realm: RealmRef, id: string, version: number): Promise<void> {
    await this.flown(realm, id, { minTtl: 0, refused: version });
  }

  private isJustRefreshed(held: HeldConnection): boolean {
    return isJustRefreshed(held, { now: this.clock.now(), rest: this.rest });
  }

  /** Those who wait for one more version of a token wait together, and apart from those who would take the present one. */
  private flown(realm: RealmRef, id: string, order: RenewalOrder): Promise<HeldConnection> {
    const key = order.refused === null ? id : `${id} ${order.refused}`;
    return this.flights.run(key, () => this.renewals.renew(realm, id, order));
  }
}
