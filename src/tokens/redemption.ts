import type { RequestInfo } from '../audit/audit.types.js';
import type { Client } from '../clients/client.types.js';
import type { Realm } from '../realms/realm.types.js';
import type { User } from '../users/user.types.js';
import type { Grant } from './grant.types.js';
import type { StoredToken } from './token.types.js';

/** A refresh token that was presented by the client that it was issued to, with what it stands for; used or not. */
export interface PresentedRefresh {
  readonly realm: Realm;
  readonly client: Client;
  readonly user: User | null;
  readonly grant: Grant;
  readonly presented: string;
  readonly token: StoredToken;
  readonly at: number;
  readonly request: RequestInfo;
}

/** What it is redeemed for: within what was granted. */
export interface Redemption {
  readonly refresh: PresentedRefresh;
  readonly scope: readonly string[];
  readonly resources: readonly string[];
}
