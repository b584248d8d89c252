import { formatScope } from '../../protocol/scope.js';
import type { IssuedTokens } from '../../tokens/token.types.js';
import { isExchanged, type TokenAnswer } from '../authorization-server.types.js';

/** The members of RFC 6749 section 5.1, and no others but for clients that send JSON. */
export interface TokenResponse {
  readonly access_token: string;
  readonly token_type: string;
  readonly issued_token_type?: string;
  /** Seconds. */
  readonly expires_in?: number;
  /** The same under the name that Capacity reads. */
  readonly expire_in?: number;
  readonly refresh_token?: string;
  /** OpenID Connect Core section 3.1.3.3. */
  readonly id_token?: string;
  readonly scope?: string;
}

export function tokenResponse({ client, tokens }: TokenAnswer): TokenResponse {
  const { refreshToken, idToken }: Partial<IssuedTokens> = isExchanged(tokens) ? {} : tokens;
  const expiresIn = tokens.expiresInSeconds ?? undefined;
  return {
    access_token: tokens.accessToken,
    issued_token_type: isExchanged(tokens) ? tokens.issuedTokenType : undefined,
    token_type: tokens.tokenType,
    expires_in: expiresIn,
    expire_in: client.acceptsJson ? expiresIn : undefined,
    refresh_token: refreshToken,
    id_token: idToken,
    scope: formatScope(tokens.scope),
  };
}
