import type { Readable } from 'node:stream';

/** `notices`: what others have asked to be told. `provider`: services that accounts are connected to. */
export type EgressLane = 'usual' | 'provider' | 'notices';

export interface EgressCall {
  /** What is fetched or told, for the log: `jwks_uri`. */
  readonly purpose: string;
  /** In capitals; `GET` unless it says otherwise. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes of the answer's body. */
  readonly maxBytes?: number;
  /** For all of it: name, connection, answer and body. */
  readonly timeoutMs?: number;
  /** For the connection alone. */
  readonly connectTimeoutMs?: number;
  /** What is called: those that may take long are counted apart, so that they take no place from others. */
  readonly lane?: EgressLane;
  /** Refuses ports other than that of https, but for what the operator has named. */
  readonly standardPort?: boolean;
}

export interface EgressRequest extends EgressCall {
  readonly body?: string | Buffer;
}

export interface EgressStreamRequest extends EgressCall {
  /** For which realm: none has more than a quarter of the streams. */
  readonly realmId: string;
  readonly body?: string | Buffer | Readable;
}

export interface EgressResponse {
  readonly status: number;
  /** By lower-case name; of a repeated header the first. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** An answer whose body is still on its way. */
export interface EgressStream {
  readonly status: number;
  /** By lower-case name, with all values of one that is repeated. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** To be read to its end, or destroyed: either ends the connection. Fails with an {@link EgressError}. */
  readonly body: Readable;
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
    /** Whether the other side was connected to: what the request asked for may have happened. */
    readonly sent = false,
  ) {
    super('The address could not be called.', { cause });
  }
}
