import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import type { ConnectionEventType } from '../events/connection-event.types.js';
import { ConnectionEvents } from '../events/connection-events.service.js';
import { ConnectionSecretsRepository, type HeldConnection } from './connection-secrets.repository.js';
import { type ConnectionChanges } from './connection.mapper.js';
import { userIdOf } from './connection.types.js';
import { ConnectionsRepository } from './connections.repository.js';
import { delayAfter, type BackOff } from './freshness.rules.js';
import type { ProviderError } from './provider.types.js';
import { grantedOf, lackedOf } from './scope.rules.js';
import type { TokenSet } from './token.types.js';

/** Why a connection waits for its owner, of what a refresh can find out, and what other tokens would mend. */
export const DEAD_REASONS = ['grant_ended', 'lost_response', 'expired', 'token_rejected', 'scope_lost'] as const;
export type DeadReason = (typeof DEAD_REASONS)[number];

/** How it fails, and how often it has in a row. */
export interface FailureDetail {
  readonly code: string;
  readonly failures: number;
}

const SECOND = 1000;
const DAY = 24 * 60 * 60 * 1000;

/** What the outcome of a refresh means to its connection, and who is told; in the transaction of the outcome. */
@Injectable()
export class RefreshNews {
  constructor(
    private readonly connections: ConnectionsRepository,
    private readonly secrets: ConnectionSecretsRepository,
    private readonly events: ConnectionEvents,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async renewed(
    realm: RealmRef,
    config: ConnectionConfig,
    held: HeldConnection,
    tokens: TokenSet,
    at: number,
  ): Promise<void> {
    const { connection } = held;
    const scopes = scopesAfter(config, held, tokens);
    await this.connections.change(realm, connection.id, {
      accessExpiresAt: tokens.expiresAt,
      refreshExpiresAt: tokens.refreshExpiresAt ?? (tokens.refreshToken === null ? connection.refreshExpiresAt : null),
      lastRefreshedAt: at,
      ...{ health: 'ok', failCount: 0, nextAttemptAt: null },
      meta: { ...connection.meta, ...tokens.meta },
      ...scopes,
    });
    if (scopes) await this.tell(realm, 'connection.scopes_changed', held, scopes);
    const lacked = lackedOf(config, scopes?.grantedScopes ?? connection.grantedScopes);
    if (lacked.length > 0) await this.ended(realm, held, 'scope_lost', { scopes: lacked });
    else await this.connections.revive(realm, connection.id, DEAD_REASONS);
    await this.tellRecovered(realm, held);
  }

  /** Only its owner can bring it back. */
  async ended(
    realm: RealmRef,
    held: HeldConnection,
    reason: DeadReason,
    detail: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const dead = { status: 'needs_reauth', statusReason: reason } as const;
    if (!(await this.connections.change(realm, held.connection.id, dead, ['active', 'pending']))) return;
    await this.tell(realm, 'connection.needs_reauth', held, { reason, ...detail });
  }

  /** It is left alone for a while. Of a refusal of the client it is not said to fail: it is not its fault. */
  async failed(realm: RealmRef, held: HeldConnection, error: ProviderError): Promise<void> {
    const { connection } = held;
    const nextAttemptAt = this.clock.now() + delayAfter(connection.failCount, error.more.retryAfterMs, this.backOff);
    const isItsOwn = error.failure !== 'config';
    const failures = connection.failCount + 1;
    const changes: ConnectionChanges = { failCount: failures, nextAttemptAt };
    await this.connections.change(realm, connection.id, { ...changes, ...(isItsOwn && { health: 'failing' }) });
    if (isItsOwn) await this.tellFailing(realm, held, { code: error.code, failures });
  }

  /** An API refuses its token, which cannot be renewed, and nobody can say why: it is not given up yet. */
  async doubted(realm: RealmRef, held: HeldConnection, doubt: FailureDetail): Promise<void> {
    await this.connections.change(realm, held.connection.id, { health: 'failing' });
    await this.tellFailing(realm, held, doubt);
  }

  /** The token that was refused is taken after all. */
  async cleared(realm: RealmRef, held: HeldConnection): Promise<void> {
    await this.connections.change(realm, held.connection.id, { health: 'ok' });
    await this.tellRecovered(realm, held);
  }

  /** Once a day. */
  private async tellFailing(realm: RealmRef, held: HeldConnection, detail: FailureDetail): Promise<void> {
    const { connection, secret } = held;
    const now = this.clock.now();
    if (secret.failingToldAt !== null && now - secret.failingToldAt < DAY) return;
    await this.secrets.setFailingToldAt(realm, connection.id, now);
    await this.tell(realm, 'connection.refresh_failing', held, { ...detail });
  }

  /** Whom it was told that it fails. */
  private async tellRecovered(realm: RealmRef, held: HeldConnection): Promise<void> {
    if (held.secret.failingToldAt === null) return;
    await this.secrets.setFailingToldAt(realm, held.connection.id, null);
    await this.tell(realm, 'connection.recovered', held, {});
  }

  private get backOff(): BackOff {
    const { connBackoffFirstSeconds, connBackoffMostSeconds } = this.settings;
    return { first: connBackoffFirstSeconds * SECOND, most: connBackoffMostSeconds * SECOND };
  }

  private tell(
    realm: RealmRef,
    type: ConnectionEventType,
    { connection }: HeldConnection,
    detail: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { id: connectionId, configId, owner } = connection;
    return this.events.record(realm, { type, connectionId, configId, userId: userIdOf(owner), detail });
  }
}

/** Null for no change, as where the provider does not tell. */
function scopesAfter(
  config: ConnectionConfig,
  { connection, secret }: HeldConnection,
  tokens: TokenSet,
): { grantedScopes: readonly string[]; missingScopes: readonly string[] } | null {
  if (tokens.scopes === null) return null;
  const { scopes, refreshToken } = tokens;
  const { granted, missing } = grantedOf(config, { scopes, refreshToken: refreshToken ?? secret.refresh });
  const same = granted.length === connection.grantedScopes.length;
  if (same && granted.every((scope) => connection.grantedScopes.includes(scope))) return null;
  return { grantedScopes: granted, missingScopes: missing };
}
