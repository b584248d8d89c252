/** That a session has ended, to be told to one client that had a part in it. Times are UTC milliseconds. */
export interface LogoutDelivery {
  readonly id: string;
  /** The id of the client's row, not its wire `client_id`. */
  readonly clientId: string;
  /** The user, as that client knows it: settled when the session ends, for the user may be gone soon. */
  readonly sub: string;
  /** The session that has ended. */
  readonly sid: string;
  /** How often it was tried in vain. */
  readonly failures: number;
  /** When somebody tries next; until then, whoever set it has it in hand. */
  readonly nextAttemptAt: number;
  readonly createdAt: number;
}

/** One that is due, of whichever realm. */
export interface DueDelivery {
  readonly realmName: string;
  readonly delivery: LogoutDelivery;
}
