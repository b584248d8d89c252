import type { HostPatterns } from '../templates/host-patterns.js';

/** What a provider gave, read by the paths of its config. Times are UTC milliseconds. */
export interface TokenSet {
  readonly accessToken: string;
  /** Null when the answer held none: an earlier one stays good. */
  readonly refreshToken: string | null;
  /** Null when nobody knows: then it is refreshed once it is refused. */
  readonly expiresAt: number | null;
  readonly refreshExpiresAt: number | null;
  /** Null when the answer held none: they are those that were asked for (RFC 6749 section 5.1). */
  readonly scopes: readonly string[] | null;
  readonly tokenType: string;
  readonly meta: Readonly<Record<string, string>>;
  readonly accountId: string | null;
  readonly accountLabel: string | null;
  /** The answer as it came, cut to 32 KiB; kept sealed and shown to nobody. */
  readonly raw: string;
}

/** An access token that may be used now. Never the refresh token. */
export interface FreshToken {
  readonly accessToken: string;
  /** As it goes in front of the token: `Bearer`. */
  readonly tokenType: string;
  /** Not to be kept beyond it, UTC milliseconds; null when unknown. */
  readonly expiresAt: number | null;
  /** Grows with every refresh: who holds a lower one holds an old token. */
  readonly version: number;
  readonly scopes: readonly string[];
  /** Where this server may send it. */
  readonly hosts: HostPatterns;
}

export interface Freshness {
  /** How long the token has to be good for at least, as far as the provider allows; by default 0. */
  readonly minTtlSeconds?: number;
}
