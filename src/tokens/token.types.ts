import type { RequestInfo } from '../audit/audit.types.js';
import type { Client } from '../clients/client.types.js';
import type { Realm } from '../realms/realm.types.js';
import type { User } from '../users/user.types.js';
import type { Grant, GrantPolicy } from './grant.types.js';

/** A handle of one kind is never accepted as another. */
export const TOKEN_KINDS = ['access', 'refresh', 'code'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** A handle as it is stored: under the hash of its value. */
export interface StoredToken {
  readonly hash: Buffer;
  readonly kind: TokenKind;
  readonly grantId: string | null;
  /** The id of the client's row, not its wire `client_id`. */
  readonly clientId: string;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  readonly generation: number;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** When a refresh token or a code was used, or an access token revoked. */
  readonly consumedAt: number | null;
}

/** A handle that was found, with the grant that it was issued from: read together, so that both are of one moment. */
export interface FoundToken extends StoredToken {
  /** Null for one without a grant, and where that is gone. */
  readonly grant: Grant | null;
}

/** What every command that issues something needs to know of the request that asked for it. */
export interface Issuance {
  /**
   * The moment the request is judged at, UTC milliseconds: taken from the Clock before its realm, client and user were
   * read. It is the issue time, so that a `notBefore` set while the request was under way ends what it issued.
   */
  readonly at: number;
  readonly request: RequestInfo;
}

export interface ClientIssuance extends Issuance {
  /** What the audit record names; the wire name of the grant type. */
  readonly grantType: string;
  /** As granted: registration and defaults are applied by the caller. */
  readonly scope: readonly string[];
  /** The `resource` parameters (RFC 8707 section 2). */
  readonly resources: readonly string[];
}

export interface GrantStart extends ClientIssuance {
  readonly withRefresh: boolean;
  /** The user has just proven to be who it is, for this grant: recorded as a sign-in, in the commit of the grant. */
  readonly signIn?: true;
  readonly sessionId?: string | null;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly policy?: GrantPolicy;
  /** Absolute end of the grant when it is earlier than the realm's `grantValiditySeconds` give. */
  readonly expiresAt?: number;
  /** For a user: gives the pair of the same client, user, scope and resources again while it lives, or its successor. */
  readonly keepPair?: true;
}

export interface RefreshRequest extends Issuance {
  /** Absent or undefined: everything the grant holds. */
  readonly scope?: readonly string[];
  readonly resources?: readonly string[];
  /** True: rotates whatever the grant and the client say, for the token alone stands for its client. */
  readonly rotates?: boolean;
}

/** What a token response is made of. Times are UTC milliseconds. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly tokenType: 'Bearer';
  readonly issuedAt: number;
  /** A whole second, as in the `exp` of a JWT. */
  readonly expiresAt: number;
  /** `expires_in` of RFC 6749 section 5.1. */
  readonly expiresInSeconds: number;
  readonly scope: readonly string[];
  readonly subject: string;
  /** Null for an opaque token. */
  readonly jti: string | null;
  readonly refreshToken?: string;
  readonly refreshExpiresAt?: number;
  /** Of a grant that began with a sign-in at the authorization endpoint, with the scope `openid`. */
  readonly idToken?: string;
  /** Null for what `client_credentials` issued. */
  readonly grant: Grant | null;
  /** Whom the tokens speak of, as it was judged for them; null for a client that acts for itself. */
  readonly user: User | null;
}

/** A token that was found alive by every rule at the moment of asking. */
export interface LiveToken {
  readonly kind: TokenKind;
  readonly realm: Realm;
  readonly client: Client;
  readonly user: User | null;
  readonly grant: Grant | null;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly generation: number;
  /** Null for an opaque token. */
  readonly jti: string | null;
  /** The user as this client knows it, see `Subjects`; or the `client_id` of a client that acts for itself. */
  readonly subject: string;
  /** The roles of the subject as they were when the token was found alive, not as they were at issue. */
  authorities(): Promise<readonly string[]>;
}
