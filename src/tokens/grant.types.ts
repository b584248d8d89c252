import type { RefreshTokenPolicy } from '../clients/client.types.js';

/**
 * How the tokens of one grant behave where that is not the standard way. Fixed when the grant starts, because a client
 * that speaks a dialect relies on it at whichever endpoint its tokens are shown later.
 */
export interface GrantPolicy {
  /** Absent: the client's `refreshTokenPolicy` as it is at each refresh. */
  readonly refreshTokens?: RefreshTokenPolicy;
  /** What a refresh token does that is shown again after its use. Absent: `revokes` the grant; `refuses` harms nothing. */
  readonly onReuse?: 'revokes' | 'refuses';
  /** False: a repeat is never answered, whatever the realm's grace window. */
  readonly grace?: false;
  /** Lifetime of its access tokens where the client sets none: a dialect's clients know one, whatever the realm's is. */
  readonly accessTokenValiditySeconds?: number;
  /** True: a refresh ends the access tokens that were issued before it. */
  readonly endsOlderAccess?: true;
  /** True: the newest pair is kept, and given again to whoever begins such a grant. Set where a grant begins. */
  readonly keepsPair?: true;
  /** True: its refresh token may be shown without the client's proof. */
  readonly refreshWithoutAuthentication?: true;
}

/** One authorization: realm, client, perhaps a user. Everything issued from it dies with it. */
export interface Grant {
  readonly id: string;
  /** The id of the client's row, not its wire `client_id`. */
  readonly clientId: string;
  readonly userId: string | null;
  readonly scope: readonly string[];
  readonly resources: readonly string[];
  readonly sessionId: string | null;
  /** How often its refresh token was rotated. */
  readonly generation: number;
  readonly policy: GrantPolicy;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
}

export interface GrantFilter {
  readonly userId?: string;
  /** The id of the client's row. */
  readonly clientId?: string;
}
