export interface WireErrorOptions {
  /** Whole values of `WWW-Authenticate`. */
  readonly challenges?: readonly string[];
  readonly contentType?: string;
  readonly cause?: unknown;
}

/** A refusal that already has the form in which its caller shall read it: a dialect's own status, members and words. */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly challenges: readonly string[];
  readonly contentType: string;

  /** @param body an object is sent as JSON with its members in their order; a text as it stands. */
  constructor(
    readonly status: number,
    readonly body: object | string,
    options: WireErrorOptions = {},
  ) {
    super(`refused with ${status}`, { cause: options.cause });
    this.challenges = options.challenges ?? [];
    this.contentType = options.contentType ?? 'application/json; charset=utf-8';
  }
}
