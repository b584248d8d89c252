/** What others are told of, by the names that stand on the wire. */
export const CONNECTION_EVENT_TYPES = [
  'connection.created',
  'connection.reauthorized',
  'connection.needs_reauth',
  'connection.refresh_failing',
  'connection.recovered',
  'connection.scopes_changed',
  'connection.disabled',
  'connection.revoked',
  'connection.deleted',
  'connect.failed',
  'oauth_config.unhealthy',
  'oauth_config.recovered',
] as const;
export type ConnectionEventType = (typeof CONNECTION_EVENT_TYPES)[number];

/** Something that happened to a connection or a config. Ids are those of rows. Never a token, a code or a secret. */
export interface ConnectionEvent {
  readonly type: ConnectionEventType;
  readonly connectionId?: string | null;
  readonly configId?: string | null;
  /** The user whose connection it is; absent for the realm's own. */
  readonly userId?: string | null;
  /** What the type needs beyond that: `{ reason: 'lost_response' }`. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** An event as it is kept and told. */
export interface RecordedConnectionEvent {
  readonly id: string;
  readonly type: ConnectionEventType;
  readonly connectionId: string | null;
  readonly configId: string | null;
  readonly userId: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
  /** UTC milliseconds. */
  readonly at: number;
}

/** All that are given must hold. */
export interface ConnectionEventFilter {
  readonly connectionId?: string;
  readonly configId?: string;
}
