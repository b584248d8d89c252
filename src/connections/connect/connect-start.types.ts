import type { Client } from '../../clients/client.types.js';
import type { User } from '../../users/user.types.js';

/**
 * Who begins a session. A user connects for itself, at a browser where it is signed in; a service for the user that it
 * names, or for the realm.
 */
export type Starter =
  | { readonly kind: 'user'; readonly user: User; readonly client: Client | null; readonly mayManage: boolean }
  | { readonly kind: 'service'; readonly client: Client; readonly user: User | null; readonly mayManage: boolean };

export interface ConnectWish {
  readonly configId: string;
  /** To authorize that one anew. */
  readonly connectionId?: string;
  /** Which of many; for configs of which an owner may have many connections. */
  readonly slot?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly returnUrl?: string;
  /** Where to go back to when it fails; by default `returnUrl`. */
  readonly errorUrl?: string;
  /** S256, as of RFC 7636: who has its verifier completes the session. A service gives one, unless the realm lets it do without. */
  readonly completionChallenge?: string;
  /** By default that of CONN_SESSION_MINUTES. */
  readonly lifetimeSeconds?: number;
}

/** A session that has begun, and the handle of its page, which is told here and stored nowhere. */
export interface StartedConnect {
  readonly id: string;
  readonly handle: string;
  /** Where to send the browser. */
  readonly connectUrl: string;
  /** UTC milliseconds. */
  readonly expiresAt: number;
}
