import { formatScope } from '../../protocol/scope.js';
import type { IssuedTokens } from '../../tokens/token.types.js';

/** The members of RFC 6749 section 5.1, and no others. */
export interface TokenResponse {
  readonly access_token: string;
  readonly token_type: string;
  /** Seconds. */
  readonly expires_in: number;
  readonly refresh_token?: string;
  readonly scope?: string;
}

export const tokenResponse = (issued: IssuedTokens): TokenResponse => ({
  access_token: issued.accessToken,
  token_type: issued.tokenType,
  expires_in: issued.expiresInSeconds,
  refresh_token: issued.refreshToken,
  scope: formatScope(issued.scope),
});
