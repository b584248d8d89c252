import type { RequestInfo } from '../../audit/audit.types.js';
import type { Browser } from '../../http/browser.js';
import type { ClaimsRequest } from '../../protocol/claims-request.js';
import type { OAuthError } from '../../protocol/oauth-error.js';
import type { RawParameters } from '../../protocol/parameters.js';

/** `prompt` values (OpenID Connect Core section 3.1.2.1). */
export const PROMPTS = ['none', 'login', 'consent', 'select_account'] as const;
export type Prompt = (typeof PROMPTS)[number];

/** What the user is asked before an answer can be given; each one is a page. */
export const INTERACTIONS = ['login', 'select_account', 'consent'] as const;
export type Interaction = (typeof INTERACTIONS)[number];

/** An authorization request that was found good, as it is kept: nothing changes it afterwards (requirement 21). */
export interface AuthorizationParameters {
  /** Where the answer goes: one of the client's, with the port that was asked for where a loopback address has one. */
  readonly redirectUri: string;
  /** Whether the request named it: then the redemption of the code has to repeat it (RFC 6749 section 4.1.3). */
  readonly redirectUriSent: boolean;
  readonly responseMode: string;
  readonly state: string | null;
  readonly scope: readonly string[];
  /** The `resource` parameters (RFC 8707 section 2), known to be the client's. */
  readonly resources: readonly string[];
  /** Of S256 (RFC 7636 section 4.2). */
  readonly codeChallenge: string | null;
  readonly nonce: string | null;
  readonly prompt: readonly Prompt[];
  /** Seconds. */
  readonly maxAge: number | null;
  readonly loginHint: string | null;
  /** The user that a good `id_token_hint` names, by the subject it holds. */
  readonly hintedSubject: string | null;
  readonly acrValues: readonly string[];
  readonly claims: ClaimsRequest | null;
  readonly uiLocales: readonly string[];
  readonly display: string | null;
}

/** A request to the authorization endpoint, in no transport's terms. */
export interface AuthorizationInput {
  /** The query of a GET, the form of a POST. */
  readonly parameters: RawParameters;
  readonly browser: Browser;
  /** When it arrived, UTC milliseconds: before anything was read for it. */
  readonly at: number;
  readonly request: RequestInfo;
}

/** A browser that comes back from a page to where the request goes on. */
export type Resumption = Omit<AuthorizationInput, 'parameters'> & { readonly handle: string };

/** How an answer travels to the client: by its address, or in a form that the browser posts there. */
export type AuthorizationResponse =
  | { readonly by: 'redirect'; readonly location: string }
  | { readonly by: 'form'; readonly action: string; readonly fields: Readonly<Record<string, string>> };

/** What follows from a request to the authorization endpoint. */
export type AuthorizationOutcome =
  | { readonly kind: 'respond'; readonly redirect: AuthorizationResponse }
  | { readonly kind: 'interact'; readonly interaction: Interaction; readonly requestHandle: string }
  /** Told to the user, never to the client; `link` leads to the client where the user wants to go on (requirement 9). */
  | { readonly kind: 'page-error'; readonly error: OAuthError; readonly link?: string };

/** What the user answered on the consent page, and in which session. */
export interface ConsentDecision {
  readonly decision: 'allow' | 'deny';
  readonly sessionId: string;
}

/** A request that waits for its user. Bound to its realm and its browser; open until it is answered or its time is over. */
export interface AuthorizationRequest {
  readonly id: string;
  /** The id of the client's row, not its wire `client_id`. */
  readonly clientId: string;
  readonly parameters: AuthorizationParameters;
  /** The session in which the user signed in, or confirmed an account, for this very request. */
  readonly sessionId: string | null;
  /** When that was, UTC milliseconds. */
  readonly loginAt: number | null;
  readonly consent: ConsentDecision | null;
  /** SHA-256 of the `request_uri` by which it was pushed (RFC 9126), base64url. */
  readonly pushed: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** A request as it is opened. */
export interface NewAuthorizationRequest {
  readonly clientId: string;
  readonly parameters: AuthorizationParameters;
  readonly pushed: string | null;
  readonly at: number;
  /** Where the browser is. */
  readonly address: string;
}
