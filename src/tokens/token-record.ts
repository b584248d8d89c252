import type { Grant } from './grant.types.js';
import type { FoundToken, TokenKind } from './token.types.js';

/** How a token names the client it was issued to: by the id of its row, or by its wire name. */
export type ClientReference = { readonly id: string } | { readonly clientId: string };

/** What a value says of itself. Genuine, but not yet known to be alive. */
export interface TokenRecord {
  readonly kind: TokenKind;
  readonly client: ClientReference;
  /** Undefined where only the grant knows; null for a token of a client that acts for itself. */
  readonly userId: string | null | undefined;
  readonly grantId: string | null;
  /** Undefined where it was not read together with the value; null where it is gone. */
  readonly grant?: Grant | null;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  readonly generation: number;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly jti: string | null;
  /** Whether this one token was revoked or used up. */
  isEnded(): Promise<boolean>;
}

export function recordOfHandle(token: FoundToken): TokenRecord {
  const { kind, grantId, grant, scope, audience, generation, issuedAt, expiresAt, consumedAt } = token;
  return {
    kind,
    client: { id: token.clientId },
    userId: grantId === null ? null : undefined,
    grantId,
    grant,
    scope,
    audience,
    generation,
    issuedAt,
    expiresAt,
    jti: null,
    isEnded: () => Promise.resolve(consumedAt !== null),
  };
}
