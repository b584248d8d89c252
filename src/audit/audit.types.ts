/** Where a request came from, as far as the record needs it. */
export interface RequestInfo {
  /** The request id that the log shows too. */
  readonly id: string;
  /** IP address of the caller, behind trusted proxies. */
  readonly address: string;
}

/** Every type of event but those of the admin API, which are named `admin.<noun>.<verb>`. */
export const AUDIT_EVENTS = {
  tokenIssued: 'token.issued',
  tokenRefreshed: 'token.refreshed',
  tokenRevoked: 'token.revoked',
  tokenReuseDetected: 'token.reuse_detected',
  grantRevoked: 'grant.revoked',
  clientRegistered: 'client.registered',
  clientRegistrationChanged: 'client.registration_changed',
  clientRegistrationDeleted: 'client.registration_deleted',
  clientAuthenticationFailed: 'client.authentication_failed',
  loginSucceeded: 'login.succeeded',
  loginFailed: 'login.failed',
  sessionEnded: 'session.ended',
  consentGranted: 'consent.granted',
  consentWithdrawn: 'consent.withdrawn',
  deviceAllowed: 'device.allowed',
  deviceDenied: 'device.denied',
  userRegistered: 'user.registered',
  userEmailVerified: 'user.email_verified',
  userPasswordReset: 'user.password_reset',
  logoutUndelivered: 'logout.undelivered',
  userPasswordChanged: 'user.password_changed',
  userProfileChanged: 'user.profile_changed',
  connectBindingFailed: 'connect.binding_failed',
  connectionUsed: 'connection.used',
  connectionTokenReleased: 'connection.token_released',
  connectionSecretWithheld: 'connection.secret_withheld',
  webhookUndelivered: 'webhook.undelivered',
} as const;

export type AuditEventType = (typeof AUDIT_EVENTS)[keyof typeof AUDIT_EVENTS] | `admin.${string}.${string}`;

export const AUDIT_OUTCOMES = ['success', 'failure'] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** What happened. Never a secret, a code or a token, not even in `detail`. */
export interface AuditEvent {
  readonly type: AuditEventType;
  readonly outcome: AuditOutcome;
  /** The wire `client_id`, known or merely claimed. */
  readonly clientId?: string | null;
  /** Id of the user's row. */
  readonly userId?: string | null;
  readonly address?: string | null;
  readonly requestId?: string | null;
  /** When it happened, UTC milliseconds; by default now. */
  readonly at?: number;
  readonly detail?: Readonly<Record<string, unknown>> | null;
}

/** An event as it is read back. */
export interface RecordedEvent {
  readonly id: string;
  readonly realmId: string;
  readonly at: number;
  readonly type: string;
  readonly outcome: AuditOutcome;
  readonly clientId: string | null;
  readonly userId: string | null;
  readonly address: string | null;
  readonly requestId: string | null;
  readonly detail: Readonly<Record<string, unknown>> | null;
}

/** All that are given must hold. */
export interface AuditFilters {
  readonly type?: string;
  /** The wire `client_id`. */
  readonly client?: string;
  /** Id of the user's row. */
  readonly user?: string;
  /** UTC milliseconds, inclusive. */
  readonly from?: number;
  /** UTC milliseconds, exclusive. */
  readonly to?: number;
}
