import type { ClaimsRequest } from '../protocol/claims-request.js';
import type { Grant, GrantPolicy } from './grant.types.js';
import type { Issuance } from './token.types.js';

/**
 * What a user's authorization is made of beside scope and resources: kept with the grant, under `attributes.authorization`,
 * so that a code, and every ID token that comes of it, says what was then and not what is now (requirement 54). Never
 * credentials.
 */
export interface AuthorizationFacts {
  /** When the user proved to be who it is, UTC milliseconds. */
  readonly authTime: number;
  readonly acr: string | null;
  readonly amr: readonly string[];
  /** As the request sent it; null when it left it out. */
  readonly redirectUri: string | null;
  /** Of S256 (RFC 7636 section 4.2). */
  readonly codeChallenge: string | null;
  readonly nonce: string | null;
  /** The `claims` parameter, parsed (OpenID Connect Core section 5.5). */
  readonly claims: ClaimsRequest | null;
  /** True unless `offline_access` was granted: the grant dies with its session. */
  readonly online: boolean;
}

/** What a code is to stand for. */
export interface CodeStart extends Issuance {
  readonly scope: readonly string[];
  /** The `resource` parameters (RFC 8707 section 2). */
  readonly resources: readonly string[];
  /** The public id of the session: `sid`. */
  readonly sessionId: string;
  readonly authorization: AuthorizationFacts;
  /** What a dialect must repeat; never credentials. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** What the client shows beside its code (RFC 6749 section 4.1.3, RFC 7636 section 4.5). */
export interface CodeChecks {
  readonly redirectUri?: string;
  readonly codeVerifier?: string;
}

/** How a code is redeemed. */
export interface CodeRedemption extends Issuance {
  readonly checks: CodeChecks;
  /** Less than the code stands for, never more (RFC 8707 section 2.2); empty: all of it. */
  readonly resources: readonly string[];
  readonly withRefresh: boolean;
  readonly policy?: GrantPolicy;
  /** What a dialect must repeat; joins what the grant has. Never credentials. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** A code that may be handed out, with the authorization that it stands for. */
export interface StartedCode {
  readonly code: string;
  readonly grant: Grant;
}

/** What a grant that began at the authorization endpoint remembers of it; null for every other grant. */
export const authorizationOf = (grant: Pick<Grant, 'attributes'>): AuthorizationFacts | null =>
  (grant.attributes['authorization'] as AuthorizationFacts | undefined) ?? null;
