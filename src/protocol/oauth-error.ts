/** Error codes of RFC 6749 section 5.2, RFC 6750 section 3.1, RFC 8628 section 3.5, RFC 8707 section 2, and of section 4.1.2.1 where a fault is meant. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'access_denied'
  | 'invalid_redirect_uri'
  | 'invalid_client_metadata'
  | 'unsupported_response_type'
  | 'login_required'
  | 'consent_required'
  | 'account_selection_required'
  | 'interaction_required'
  | 'unmet_authentication_requirements'
  | 'invalid_request_uri'
  | 'invalid_request_object'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'registration_not_supported'
  | 'authorization_pending'
  | 'slow_down'
  | 'expired_token'
  | 'server_error'
  | 'temporarily_unavailable';

const STATUS: Record<OAuthErrorCode, number> = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  invalid_scope: 400,
  invalid_target: 400,
  invalid_token: 401,
  insufficient_scope: 403,
  access_denied: 403,
  invalid_redirect_uri: 400,
  invalid_client_metadata: 400,
  unsupported_response_type: 400,
  login_required: 400,
  consent_required: 400,
  account_selection_required: 400,
  interaction_required: 400,
  unmet_authentication_requirements: 400,
  invalid_request_uri: 400,
  invalid_request_object: 400,
  request_not_supported: 400,
  request_uri_not_supported: 400,
  registration_not_supported: 400,
  authorization_pending: 400,
  slow_down: 400,
  expired_token: 400,
  server_error: 500,
  temporarily_unavailable: 503,
};

/** Where one code has several causes, every cause reads the same to the caller: what differs goes to `detail`. */
const DESCRIPTION: Partial<Record<OAuthErrorCode, string>> = {
  invalid_client: 'Client authentication failed.',
  invalid_grant: 'The grant is invalid, expired, revoked, or was issued to another client.',
  invalid_token:
    'The access token is missing, invalid, expired or revoked. It is sent as `Authorization: Bearer <token>`.',
  server_error: 'The server met an unexpected condition.',
  temporarily_unavailable: 'The server cannot answer at the moment. Try again later.',
};

/**
 * Which cause of one code it was, for dialects that tell causes apart; the standard endpoints never do.
 *
 * Of `invalid_client`: `no_credentials`, `wrong_credentials`. Of `invalid_request`: `other_client`, a second `client_id`.
 * Of `invalid_grant`: `wrong_credentials` of a user, or a refresh token that is `unknown`, `used`, `expired`, issued to
 * an `other_client`, whose grant has `ended`, or that needs its client's proof (`not_allowed`); the same of a code, or that
 * the redirect URI or verifier beside it is not the right one (`unproven`).
 */
export type RefusalReason =
  | 'no_credentials'
  | 'wrong_credentials'
  | 'unknown'
  | 'used'
  | 'expired'
  | 'other_client'
  | 'ended'
  | 'not_allowed'
  | 'unproven';

export interface OAuthErrorOptions {
  /** For the log alone: the real cause. Never a secret, a code or a token. */
  readonly detail?: string;
  readonly reason?: RefusalReason;
  readonly cause?: unknown;
  /** Whether the authorization endpoint may send this error to the redirect URI. */
  readonly redirectable?: boolean;
  /** Answers in place of the usual status: 413 for a body that is too large, say. */
  readonly status?: number;
  /** `WWW-Authenticate` challenges to send, whole. */
  readonly challenges?: readonly string[];
  /** Seconds for `Retry-After`. */
  readonly retryAfter?: number;
}

/** A refusal in the words of the protocol. Three tiers: `code` for programs, `description` for the caller, `detail` for the log. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly description: string;
  readonly status: number;
  readonly detail?: string;
  readonly reason?: RefusalReason;
  readonly redirectable: boolean;
  readonly challenges: readonly string[];
  readonly retryAfter?: number;

  /** @param description is ignored for the codes that read the same for every cause. */
  constructor(
    readonly code: OAuthErrorCode,
    description: string = '',
    options: OAuthErrorOptions = {},
  ) {
    super(code, { cause: options.cause });
    this.description = DESCRIPTION[code] ?? description;
    this.status = options.status ?? STATUS[code];
    this.detail = options.detail;
    this.reason = options.reason;
    this.redirectable = options.redirectable ?? true;
    this.challenges = options.challenges ?? [];
    this.retryAfter = options.retryAfter;
  }
}

/** Same words for every cause (RFC 6749 section 5.2); `detail` is for the log. */
export const invalidGrant = (detail: string, reason?: RefusalReason): OAuthError =>
  new OAuthError('invalid_grant', '', { detail, reason });

export const invalidRequest = (description: string, options?: OAuthErrorOptions): OAuthError =>
  new OAuthError('invalid_request', description, options);
