/** What a user has allowed a client, to be asked for no more. Times are UTC milliseconds. */
export interface Consent {
  readonly userId: string;
  /** The id of the client's row, not its wire `client_id`. */
  readonly clientId: string;
  /** All that was ever allowed and not taken back. */
  readonly scopes: readonly string[];
  readonly createdAt: number;
  readonly updatedAt: number;
}
