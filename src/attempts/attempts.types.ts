/** How often something may be guessed wrong, and what follows. */
export interface AttemptLimit {
  /** What is guessed: counters of different purposes never meet. */
  readonly purpose: string;
  /** Whose secret is guessed: a username key, a client id. Any length. */
  readonly subject: string;
  /** Who guesses: an IP address, of IPv6 all of its /64; null counts the guesses of all together. */
  readonly address: string | null;
  /** Attempts that are free within the window. */
  readonly allowance: number;
  /** How long the count lasts, from the first attempt or from the end of the last delay. */
  readonly windowSeconds: number;
  /** The wait once the allowance is used up; each further attempt doubles it. */
  readonly firstDelaySeconds: number;
  readonly maxDelaySeconds: number;
}

/** How it stands with a subject at one moment. */
export interface Standing {
  /** Attempts that count now. */
  readonly failures: number;
  /** Whether the next attempt is refused unseen. */
  readonly waiting: boolean;
  /** How many failures this process had counted when the standing was read. */
  readonly counted: number;
}

/** A check that failed, and is to be counted unless something else turns out right. */
export interface Suspicion {
  /**
   * Of failures that come at once, on however many nodes, no more than the allowance is counted.
   *
   * @returns false for those beyond it: they are to be told nothing but to wait.
   */
  count(): Promise<boolean>;
  /** Counted or not, it is over. */
  end(): void;
}
