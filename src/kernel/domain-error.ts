import type { ConnectionErrorCode } from './connection-error.js';

/** Why a command of the domain was refused; `http/` gives each its status. */
export type DomainErrorCode =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'stale'
  | 'too_many'
  | 'unavailable'
  | ConnectionErrorCode;

/** One field that was refused, by its path in the request (`redirectUris[0]`), and why. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** What a refusal tells beside its code and message. */
export interface RefusalDetails {
  readonly fields?: readonly FieldError[];
  /** Seconds after which to come again: for `too_many` and `unavailable`. */
  readonly retryAfter?: number;
  /** What a program needs to go on, told beside the code: `{ connect_url }`. Never a secret. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** A refusal that its reader can act on. `message` is shown to the caller: it never holds a secret. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly fields: readonly FieldError[];
  readonly retryAfter?: number;
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: DomainErrorCode,
    message: string,
    { fields = [], retryAfter, extensions = {} }: RefusalDetails = {},
  ) {
    super(message);
    this.fields = fields;
    this.retryAfter = retryAfter;
    this.extensions = extensions;
  }

  static invalid(field: string, message: string): DomainError {
    return new DomainError('invalid', 'The request has fields that are not valid.', { fields: [{ field, message }] });
  }

  static notFound(what: string): DomainError {
    return new DomainError('not_found', `${what} does not exist.`);
  }

  /** Another change came first, or `If-Match` names another version. */
  static stale(what = 'The resource'): DomainError {
    return new DomainError('stale', `${what} was changed since it was read.`);
  }

  static conflict(message: string): DomainError {
    return new DomainError('conflict', message);
  }
}
