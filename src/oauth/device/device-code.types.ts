export type DeviceDecision = 'allow' | 'deny';

/** How and when the user who decided had proven to be who it is. */
export interface UserAuthentication {
  /** UTC milliseconds. */
  readonly authTime: number;
  readonly acr: string | null;
  readonly amr: readonly string[];
}

/** A device that waits for a user. Times are UTC milliseconds. */
export interface DeviceCode {
  /** SHA-256 of the device code. */
  readonly hash: Buffer;
  /** The id of the client's row, not its wire `client_id`. */
  readonly clientId: string;
  readonly scope: readonly string[];
  readonly resources: readonly string[];
  /** Null until the user has said something. */
  readonly decision: DeviceDecision | null;
  readonly userId: string | null;
  /** The browser session in which the user decided. */
  readonly sessionId: string | null;
  readonly authentication: UserAuthentication | null;
  readonly decidedAt: number | null;
  /** The least number of seconds between two polls. */
  readonly pollSeconds: number;
  readonly polledAt: number | null;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly consumedAt: number | null;
}

/** What a user says of a device, and who says it. */
export interface DeviceVerdict {
  readonly decision: DeviceDecision;
  readonly userId: string;
  readonly sessionId: string;
  readonly authentication: UserAuthentication;
  /** UTC milliseconds. */
  readonly at: number;
}
