import { BEARER } from '../protocol/names.js';
import { OAuthError, type OAuthErrorCode } from '../protocol/oauth-error.js';

/** `b64token` of RFC 6750 section 2.1; the name of a scheme has no case (RFC 9110 section 11.1). */
const CREDENTIALS = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i;
const SCHEME = /^bearer(?: |$)/i;

/** What a request says of its token: the token, `malformed` Bearer credentials, or `none` of this scheme. */
export type Presented = { readonly token: string } | 'malformed' | 'none';

export function bearerToken(authorization: string | undefined): Presented {
  const token = CREDENTIALS.exec(authorization ?? '')?.[1];
  if (token !== undefined) return { token };
  return SCHEME.test(authorization ?? '') ? 'malformed' : 'none';
}

/** Who sent no token is told of none of its faults (RFC 6750 section 3.1). */
export const tokenWanted = (realm: string): OAuthError => refusal('invalid_token', [`realm="${realm}"`]);

export const tokenRefused = (realm: string): OAuthError =>
  refusal('invalid_token', [`realm="${realm}"`, 'error="invalid_token"']);

/** RFC 6750 section 2: one place for the token, and no more. */
export const oneTokenWanted = (realm: string): OAuthError =>
  refusal(
    'invalid_request',
    [`realm="${realm}"`, 'error="invalid_request"'],
    'The token was sent in more than one place.',
  );

/** @param scope what the resource takes, so that the client knows what to ask for. */
export const scopeWanted = (realm: string, scope: readonly string[]): OAuthError =>
  refusal(
    'insufficient_scope',
    [`realm="${realm}"`, 'error="insufficient_scope"', `scope="${scope.join(' ')}"`],
    `The request needs the scope ${scope.join(' ')}.`,
  );

const refusal = (code: OAuthErrorCode, challenge: readonly string[], description?: string): OAuthError =>
  new OAuthError(code, description, { challenges: [`${BEARER} ${challenge.join(', ')}`] });
