import type { RequestInfo } from '../audit/audit.types.js';
import type { Client } from '../clients/client.types.js';
import type { RawParameters } from '../protocol/parameters.js';
import type { GrantPolicy } from '../tokens/grant.types.js';
import type { IssuedTokens, LiveToken } from '../tokens/token.types.js';

/** Commands to the authorization server, in no transport's terms: what an endpoint or a dialect makes of its request. */
export interface ClientRequest {
  /** The `Authorization` header, whole. */
  readonly authorization?: string;
  readonly parameters: RawParameters;
  readonly request: RequestInfo;
}

export interface TokenRequest extends ClientRequest {
  /** How the parameters came: JSON is for clients that may (`acceptsJson`). */
  readonly encoding: 'form' | 'json';
  /** When the request arrived, UTC milliseconds: before anything was read for it. */
  readonly at: number;
  readonly terms?: GrantTerms;
  /**
   * Whose request it is, where the caller has had that proven ({@link AuthorizationServer.authenticate}) just now and in
   * this realm: no credentials are looked for then. Absent: the request must prove its client itself.
   */
  readonly client?: Client;
}

/** How a dialect wants the authorization that begins with its request; absent members: the standard way. */
export interface GrantTerms {
  readonly policy?: Omit<GrantPolicy, 'keepsPair'>;
  /** What the dialect must repeat later; never credentials. */
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** `client_credentials` begins a grant with a refresh token, whatever the client is registered for. */
  readonly clientGrant?: true;
  /** `password` comes with a refresh token, and gives the pair of the same client, user and scope again while it lives. */
  readonly keepPair?: true;
}

/** The token of another server that an exchange hands on (RFC 8693 section 2.2.1): bound by the rules of that one alone. */
export interface ExchangedToken {
  readonly accessToken: string;
  /** As the other server calls it. */
  readonly tokenType: string;
  readonly issuedTokenType: string;
  /** Null where nobody knows when it ends. */
  readonly expiresInSeconds: number | null;
  readonly scope: readonly string[];
}

/** The answer to a token request, whatever its grant, and the client that it is for. */
export interface TokenAnswer {
  readonly client: Client;
  readonly tokens: IssuedTokens | ExchangedToken;
}

export const isExchanged = (tokens: IssuedTokens | ExchangedToken): tokens is ExchangedToken =>
  'issuedTokenType' in tokens;

/** A refresh token shown by whoever holds it, without a word about its client. */
export interface HolderRefresh {
  readonly refreshToken: string;
  /** The grant type that began the authorization, where the client must still have it. */
  readonly grantType?: string;
  /** When the request arrived, UTC milliseconds. */
  readonly at: number;
  readonly request: RequestInfo;
}

/** A token as the asking client may see it, with the roles of its subject as they are now. */
export interface IntrospectedToken {
  readonly token: LiveToken;
  readonly authorities: readonly string[];
}

/** The claims of a user that the scopes of a token open (OpenID Connect Core section 5.4). */
export type UserClaims = Readonly<Record<string, unknown>> & { readonly sub: string };

/** Members of a metadata document, by their wire names (RFC 8414 section 2). */
export type ServerMetadata = Readonly<Record<string, string | readonly string[] | boolean>>;
