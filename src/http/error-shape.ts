import { STATUS_CODES } from 'node:http';
import type { DomainErrorCode, FieldError } from '../kernel/domain-error.js';
import type { OAuthErrorCode } from '../protocol/oauth-error.js';

/** Everything that may be told of an error, before it takes the form that the clients of its route understand. */
export interface Refusal {
  readonly status: number;
  /** The error in the words of OAuth, whatever it was before. */
  readonly oauth: OAuthErrorCode;
  /** The error in the words of whoever threw it; absent for what went wrong unforeseen. */
  readonly code?: OAuthErrorCode | DomainErrorCode;
  readonly description: string;
  readonly fields: readonly FieldError[];
  /** Whole values of `WWW-Authenticate`. */
  readonly challenges: readonly string[];
  /** Seconds. */
  readonly retryAfter?: number;
  /** Further members of a problem document (RFC 9457 section 3.2). */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface ErrorBody {
  readonly status: number;
  readonly contentType: string;
  /** Sent as JSON with its members in their order; a text as it stands. */
  readonly body: object | string;
}

/** Gives a refusal the form of one family of routes; named by a route through `routeTraits({ errors })`. */
export type ErrorShape = (refusal: Refusal) => ErrorBody;

/** RFC 9457, with one entry of `errors` for each field that was refused. */
export const problemShape: ErrorShape = ({ status, code, description, fields, extensions }) => ({
  status,
  contentType: 'application/problem+json; charset=utf-8',
  body: {
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail: description,
    ...(code && { code }),
    ...(fields.length > 0 && { errors: fields }),
    ...extensions,
  },
});

/** RFC 6749 section 5.2. A media type that is not spoken here is an `invalid_request` like any other. */
export const oauthShape: ErrorShape = ({ status, oauth, description, fields }) => ({
  status: status === 415 ? 400 : status,
  contentType: 'application/json; charset=utf-8',
  body: { error: oauth, error_description: [description, ...fields.map(fieldSentence)].join(' ') },
});

const fieldSentence = ({ field, message }: FieldError): string => `${field}: ${message}`;
