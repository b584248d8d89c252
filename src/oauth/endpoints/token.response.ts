import { formatScope } from '../../protocol/scope.js';
import type { ClientTokens } from '../authorization-server.types.js';

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

export const tokenResponse = (issued: ClientTokens): TokenResponse => ({
  access_token: issued.accessToken,
  issued_token_type: issued.issuedTokenType,
  token_type: issued.tokenType,
  expires_in: issued.endUnknown ? undefined : issued.expiresInSeconds,
  expire_in: issued.client.acceptsJson && !issued.endUnknown ? issued.expiresInSeconds : undefined,
  refresh_token: issued.refreshToken,
  id_token: issued.idToken,
  scope: formatScope(issued.scope),
});
