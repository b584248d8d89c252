import type { Client } from '../../clients/client.types.js';
import { CLAIMS_BY_SCOPE, claimsOfScopes } from './claims-by-scope.js';

/** Of the claims that are asked for by name, those that a scope of the client would open: no other way leads to more. */
export function openableClaims(client: Pick<Client, 'scopes'>, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const open = new Set(claimsOfScopes(client.scopes));
  return names.filter((name) => open.has(name));
}

/** The scopes that stand for claims which are asked for by name: what the user is asked to agree to. */
export const scopesOfClaims = (names: readonly string[]): string[] =>
  [...CLAIMS_BY_SCOPE].filter(([, claims]) => claims.some((claim) => names.includes(claim))).map(([scope]) => scope);
