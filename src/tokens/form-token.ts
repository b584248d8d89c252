import { FormBody } from '../http/form-body.js';
import { readParameters } from '../protocol/parameters.js';
import { bearerToken, type Presented } from './bearer-challenge.js';

/** The token that stands in a form (RFC 6750 section 2.2). @throws OAuthError `invalid_request` for a repeated one. */
export function formToken(body: unknown): Presented {
  if (!(body instanceof FormBody)) return 'none';
  const value = readParameters(body.pairs, { once: ['access_token'] }).get('access_token');
  return value === undefined ? 'none' : bearerToken(`Bearer ${value}`);
}
