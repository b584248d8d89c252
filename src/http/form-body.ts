import { isUtf8 } from 'node:buffer';
import { invalidRequest } from '../protocol/oauth-error.js';
import type { RawParameters } from '../protocol/parameters.js';
import { BodyError } from './body-error.js';

/** A body of `application/x-www-form-urlencoded`: its pairs in the order they came, repeats and empty values included. */
export class FormBody {
  readonly kind = 'form';

  constructor(readonly pairs: RawParameters) {}
}

/** @throws BodyError 400 for bytes or percent signs that are no UTF-8. */
export function parseForm(bytes: Buffer): FormBody {
  if (!isUtf8(bytes)) throw malformed();
  return new FormBody(parsePairs(bytes.toString()));
}

/** The pairs of a form or of a query string (without its `?`). */
export function parsePairs(text: string): RawParameters {
  const pairs: [string, string][] = [];
  for (const part of text.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    pairs.push(equals === -1 ? [decode(part), ''] : [decode(part.slice(0, equals)), decode(part.slice(equals + 1))]);
  }
  return pairs;
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    throw malformed();
  }
}

const malformed = (): BodyError => new BodyError(400, 'The parameters are not percent-encoded UTF-8.');

/**
 * The parameters of an endpoint that speaks forms alone (RFC 6749 section 3.2).
 *
 * @throws OAuthError `invalid_request` when the body was something else, or there was none.
 */
export function formParameters(body: unknown): RawParameters {
  if (body instanceof FormBody) return body.pairs;
  throw invalidRequest('The parameters belong in the body of the request, as application/x-www-form-urlencoded.');
}
