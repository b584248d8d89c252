import type { Client } from '../clients/client.types.js';
import type { Realm } from '../realms/realm.types.js';
import type { User } from '../users/user.types.js';
import type { Grant } from './grant.types.js';

/** Those a token belongs to, as they are now. */
export interface Holders {
  readonly realm: Realm;
  readonly client: Client;
  /** Null where there is none, or none any more. */
  readonly user: User | null;
}

/**
 * Whether realm, client and user all stand by what began at a moment: enabled, and without a `notBefore` at or after it.
 * Of several the latest decides, because each one does.
 */
export const standBy = ({ realm, client, user }: Holders, since: number): boolean =>
  [realm, client, ...(user ? [user] : [])].every(
    ({ enabled, notBefore }) => enabled && (notBefore === null || since > notBefore),
  );

/** Whether a grant is in force, for just these holders. What was issued from it lives no longer. */
export const isInForce = (grant: Grant, holders: Holders, now: number): boolean =>
  grant.revokedAt === null &&
  grant.expiresAt > now &&
  grant.clientId === holders.client.id &&
  grant.userId === (holders.user?.id ?? null) &&
  standBy(holders, grant.createdAt);

/**
 * Whether a token without a grant, which its client got for itself, is still that client's. A JWT names its client by a
 * `client_id`, which may be given anew: one that is older than the client was its predecessor's. No tolerance for clocks
 * here, or a deleted client's last tokens would live on as those of the new one; instead none is issued as older.
 */
export const isOwnOf = (holders: Holders, issuedAt: number): boolean =>
  holders.client.createdAt <= issuedAt && standBy(holders, issuedAt);
