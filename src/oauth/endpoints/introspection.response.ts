import { toSeconds } from '../../kernel/clock.js';
import { formatScope } from '../../protocol/scope.js';
import { BEARER } from '../../protocol/names.js';
import type { IntrospectedToken } from '../authorization-server.types.js';

/** The members of RFC 7662 section 2.2, and `authorities`; of a token that is not active, that alone. */
export type IntrospectionResponse = { readonly active: boolean } & Readonly<Record<string, unknown>>;

export function introspectionResponse(issuer: string, introspected: IntrospectedToken | null): IntrospectionResponse {
  if (!introspected) return { active: false };
  const { token, authorities } = introspected;
  return {
    active: true,
    iss: issuer,
    sub: token.subject,
    aud: token.audience,
    client_id: token.client.clientId,
    username: token.user?.username,
    scope: formatScope(token.scope),
    authorities,
    token_type: token.kind === 'access' ? BEARER : undefined,
    iat: toSeconds(token.issuedAt),
    exp: toSeconds(token.expiresAt),
    jti: token.jti ?? undefined,
  };
}
