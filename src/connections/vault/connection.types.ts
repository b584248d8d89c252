import type { ConnectionConfig } from '../configs/config.types.js';
import type { HostPatterns } from '../templates/host-patterns.js';

/** Whose a connection is: of one user, or of the realm as a whole. */
export type ConnectionOwner = { readonly kind: 'user'; readonly userId: string } | { readonly kind: 'realm' };

/** The owner in one column, as unique keys need it: they would let a NULL repeat. */
export const ownerKeyOf = (owner: ConnectionOwner): string => (owner.kind === 'user' ? owner.userId : 'realm');

export const userIdOf = (owner: ConnectionOwner): string | null => (owner.kind === 'user' ? owner.userId : null);

export const ownerOf = (userId: string | null): ConnectionOwner =>
  userId === null ? { kind: 'realm' } : { kind: 'user', userId };

/**
 * `pending`: brought in with a refresh token alone, and not yet tried. `needs_reauth`: the grant is dead, only its owner can
 * give a new one. `disabled`: an administrator has switched it off. `revoked`: its secrets are gone.
 */
export const CONNECTION_STATUSES = ['pending', 'active', 'needs_reauth', 'disabled', 'revoked'] as const;
export type ConnectionStatus = (typeof CONNECTION_STATUSES)[number];

/** How many there are: those that were disconnected are not counted. */
export type ConnectionCounts = Readonly<Record<Exclude<ConnectionStatus, 'revoked'>, number>>;

/** `failing`: the provider could not be reached, or not be understood, the last time it was asked. */
export type ConnectionHealth = 'ok' | 'failing';

/** An account at a provider, and how its grant fares. It never holds a token. Times are UTC milliseconds. */
export interface Connection {
  readonly id: string;
  readonly realmId: string;
  readonly configId: string;
  /** Of the config, as it was when the grant was made or last renewed by its owner. */
  readonly configVersion: number;
  readonly owner: ConnectionOwner;
  /** `default`, or the name that a caller chose where an owner may have many. */
  readonly slot: string;
  readonly label: string | null;
  readonly upstreamAccountId: string | null;
  readonly upstreamLabel: string | null;
  readonly status: ConnectionStatus;
  readonly statusReason: string | null;
  readonly health: ConnectionHealth;
  readonly grantedScopes: readonly string[];
  readonly missingScopes: readonly string[];
  readonly params: Readonly<Record<string, string>>;
  readonly meta: Readonly<Record<string, string>>;
  /** Null where the provider does not tell. */
  readonly accessExpiresAt: number | null;
  readonly refreshExpiresAt: number | null;
  readonly lastRefreshedAt: number | null;
  readonly lastVerifiedAt: number | null;
  /** To the minute. */
  readonly lastUsedAt: number | null;
  readonly failCount: number;
  /** Before it, no refresh is tried of itself. */
  readonly nextAttemptAt: number | null;
  /** Id of the user, or `client_id` of the client, that made it. */
  readonly createdBy: string | null;
  readonly createdAt: number;
}

export interface NewConnection {
  /** The very version that the tokens were got by. */
  readonly config: ConnectionConfig;
  readonly owner: ConnectionOwner;
  readonly slot?: string;
  readonly label?: string | null;
  readonly params?: Readonly<Record<string, string>>;
  readonly createdBy: string | null;
  /** Where its tokens may be sent; left out, where the config leads now. */
  readonly hosts?: HostPatterns;
}

/** All that are given must hold; those that were revoked are left out unless asked for by `status`. */
export interface ConnectionFilter {
  readonly configId?: string;
  readonly owner?: ConnectionOwner;
  readonly status?: ConnectionStatus;
  /** Id of the account at the provider. */
  readonly account?: string;
}

/** Who did something to a connection. */
export interface ConnectionActor {
  readonly userId?: string | null;
  readonly clientId?: string | null;
}

/** `auto`: the provider is told, unless another connection lives by the same grant. */
export type UpstreamRevocation = 'auto' | 'never';

/** Tokens that were got elsewhere. Times are UTC milliseconds. */
export interface ImportedTokens {
  readonly accessToken?: string;
  readonly refreshToken?: string;
  readonly expiresAt?: number;
  readonly refreshExpiresAt?: number;
  readonly scopes?: readonly string[];
  readonly accountId?: string;
  readonly accountLabel?: string;
}
