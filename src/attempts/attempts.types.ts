/** How often something may be guessed wrong, and what follows. */
export interface AttemptLimit {
  /** What is guessed: counters of different purposes never meet. */
  readonly purpose: string;
  /** Whose secret is guessed: a username key, a client id. Any length. */
  readonly subject: string;
  /** Who guesses; null counts the guesses of all together. */
  readonly address: string | null;
  /** Attempts that are free within the window. */
  readonly allowance: number;
  /** How long the count lasts, from the first attempt or from the end of the last delay. */
  readonly windowSeconds: number;
  /** The wait once the allowance is used up; each further attempt doubles it. */
  readonly firstDelaySeconds: number;
  readonly maxDelaySeconds: number;
}
