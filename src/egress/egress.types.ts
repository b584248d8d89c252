export interface EgressRequest {
  /** What is fetched or told, for the log: `jwks_uri`. */
  readonly purpose: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Bytes of the answer's body. */
  readonly maxBytes?: number;
  /** For all of it: name, connection, answer and body. */
  readonly timeoutMs?: number;
}

export interface EgressResponse {
  readonly status: number;
  /** By lower-case name; of a repeated header the first. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Why a call did not come to an answer. */
export type EgressFault = 'refused' | 'busy' | 'unreachable' | 'too_slow' | 'too_large';

/**
 * A call that came to no answer. Its text is the same for every cause: whoever chose the address learns nothing of the
 * network behind this server from it.
 */
export class EgressError extends Error {
  override readonly name = 'EgressError';

  constructor(
    readonly fault: EgressFault,
    cause?: unknown,
  ) {
    super('The address could not be called.', { cause });
  }
}
