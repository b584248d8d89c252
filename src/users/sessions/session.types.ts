import type { RequestInfo } from '../../audit/audit.types.js';
import type { RealmRef } from '../../database/realm-ref.js';
import type { User } from '../user.types.js';

/** The kinds of sign-in that there are, as `acr` tells them: `1` is a password, and nothing beside it. */
export const ACR = { password: '1' } as const;

/** One user signed in at one browser. Times are UTC milliseconds. */
export interface Session {
  /**
   * Its public name: `sid` of ID tokens and logout tokens, `sessionId` of grants. It stays while the same user signs in
   * anew; the secret that the browser holds is another one after every sign-in.
   */
  readonly id: string;
  readonly userId: string;
  /** When the user last proved to be who it is: `auth_time`. */
  readonly authTime: number;
  readonly acr: string | null;
  readonly amr: readonly string[];
  readonly createdAt: number;
  /** To the minute. */
  readonly lastSeenAt: number;
  /** Its absolute end, whatever happens in it. */
  readonly expiresAt: number;
  /** Whence the user signed in. */
  readonly address: string | null;
  /** What the browser says of itself, for its user to know it by. */
  readonly userAgent: string | null;
}

/** Who is signed in at a browser, and in which session, as the database has it at this moment. */
export interface SignedIn {
  readonly session: Session;
  readonly user: User;
}

/** A sign-in that has just succeeded. */
export interface SessionStart {
  /** When, from the Clock. */
  readonly at: number;
  readonly request: RequestInfo;
  /** RFC 8176: how the user was authenticated. */
  readonly amr: readonly string[];
  readonly acr?: string | null;
  readonly userAgent?: string | null;
  /**
   * The session that this browser was in. Of the same user, it goes on; of another one, it ends. Either way the value that
   * the browser held opens nothing any more.
   */
  readonly replaces?: Session | null;
}

export interface StartedSession {
  readonly session: Session;
  /** The browser's secret, for its cookie: told here and never again. */
  readonly value: string;
}

/**
 * What ends with a session. Called in the transaction that ends it, after the session is gone: whoever began something
 * for a session while it held it (`SessionsService.hold`) is seen here.
 */
export type SessionEnding = (realm: RealmRef, session: Session, end: SessionEnd) => Promise<void>;

export interface SessionEnd {
  readonly at: number;
  /** Null where the session ends with something else: a new password, the user. */
  readonly request: RequestInfo | null;
}
