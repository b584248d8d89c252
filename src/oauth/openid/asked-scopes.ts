import type { Client } from '../../clients/client.types.js';
import { wishedClaims, type ClaimsRequest } from '../../protocol/claims-request.js';
import { openableClaims, scopesOfClaims } from './openable-claims.js';

interface Asked {
  readonly scope: readonly string[];
  readonly claims: ClaimsRequest | null;
}

/** What the user is asked to agree to: the scopes, and those that stand for claims which are asked for by name. */
export function askedScopes(client: Pick<Client, 'scopes'>, { scope, claims }: Asked): string[] {
  const names = [...wishedClaims(claims?.userinfo), ...wishedClaims(claims?.id_token)];
  const standIns = scopesOfClaims(openableClaims(client, names)).filter((name) => client.scopes.includes(name));
  return [...new Set([...scope, ...standIns])];
}
