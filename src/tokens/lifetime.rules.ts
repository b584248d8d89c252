import type { Client } from '../clients/client.types.js';
import { toSeconds } from '../kernel/clock.js';
import type { Realm } from '../realms/realm.types.js';
import type { Grant, GrantPolicy } from './grant.types.js';

/** Ends fall on whole seconds, so that a row, an `exp` and an introspection say the same. Nothing outlives its grant. */
const endOf = (at: number, seconds: number, cap: number): number => Math.min((toSeconds(at) + seconds) * 1000, cap);

const NO_CAP = Number.MAX_SAFE_INTEGER;

/** @param grant null for a token without one. */
export function accessEnd(
  realm: Realm,
  client: Client,
  at: number,
  grant: Pick<Grant, 'expiresAt' | 'policy'> | null = null,
): number {
  const ofClient = client.accessTokenValiditySeconds ?? grant?.policy.accessTokenValiditySeconds;
  return endOf(at, ofClient ?? realm.tokenValiditySeconds, grant?.expiresAt ?? NO_CAP);
}

/** Counted from each rotation: a token that is not used in that time is lost. */
export const refreshEnd = (realm: Realm, client: Client, at: number, grantEnd: number): number =>
  endOf(at, client.refreshTokenValiditySeconds ?? realm.refreshTokenValiditySeconds, grantEnd);

/**
 * The absolute end of a grant. One without a refresh token is over with its only access token.
 *
 * @param wanted an earlier end that the caller asks for, UTC milliseconds.
 */
export function grantEnd(
  realm: Realm,
  client: Client,
  at: number,
  start: { withRefresh: boolean; expiresAt?: number; policy?: GrantPolicy },
): number {
  const wanted = start.expiresAt === undefined ? NO_CAP : toSeconds(start.expiresAt) * 1000;
  const longest = endOf(at, realm.grantValiditySeconds, wanted);
  return start.withRefresh ? longest : accessEnd(realm, client, at, { expiresAt: longest, policy: start.policy ?? {} });
}
