export interface InitialAccessToken {
  readonly id: string;
  /** How many more clients it may register. */
  readonly remaining: number;
  /** UTC milliseconds. */
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface NewInitialAccessToken {
  /** How many clients it may register: 1 unless it says more. */
  readonly uses?: number;
  /** Seconds; a day unless it says otherwise. */
  readonly expiresIn?: number;
}

export const MAX_USES = 10_000;
/** Seconds: a year. */
export const MAX_EXPIRES_IN = 31_536_000;
