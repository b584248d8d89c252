import type { RequestInfo } from '../../../src/audit/audit.types.js';
import type { TokenRequest } from '../../../src/oauth/authorization-server.types.js';
import { invalidRequest } from '../../../src/protocol/oauth-error.js';
import type { IssuedTokens } from '../../../src/tokens/token.types.js';

/** What a client of Quill reads. */
export interface QuillTicket {
  readonly ticket: string;
  /** Minutes. */
  readonly minutes: number;
}

/** `{"app", "pass"}` as the command behind it. @throws OAuthError `invalid_request` */
export function ticketRequest(body: unknown, at: number, request: RequestInfo): TokenRequest {
  const { app, pass } = (body ?? {}) as Record<string, unknown>;
  if (typeof app !== 'string' || typeof pass !== 'string') throw invalidRequest('app and pass are needed.');
  const parameters = Object.entries({ grant_type: 'client_credentials', client_id: app, client_secret: pass });
  return { parameters, encoding: 'form', at, request };
}

export const ticketOf = ({ accessToken, expiresInSeconds }: IssuedTokens): QuillTicket => ({
  ticket: accessToken,
  minutes: Math.floor(expiresInSeconds / 60),
});
