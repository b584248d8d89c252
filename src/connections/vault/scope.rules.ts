import type { ConfigDefinition } from '../configs/config.types.js';
import type { TokenSet } from './token.types.js';

/** A provider grants it by giving a refresh token, and need not name it. */
const OFFLINE = 'offline_access';

type Asked = Pick<ConfigDefinition, 'scopes' | 'requiredScopes'>;

interface Scopes {
  readonly granted: readonly string[];
  readonly missing: readonly string[];
}

/** Which of the scopes that were asked for a provider has granted; where it names none, all (RFC 6749 section 5.1). */
export function grantedOf(
  { scopes: asked }: Pick<Asked, 'scopes'>,
  { scopes: told, refreshToken }: Pick<TokenSet, 'scopes' | 'refreshToken'>,
): Scopes {
  const named = told ?? asked;
  const isOffline = refreshToken !== null && asked.includes(OFFLINE);
  const granted = isOffline ? [...new Set([...named, OFFLINE])] : [...named];
  return { granted, missing: asked.filter((scope) => !granted.includes(scope)) };
}

/** Those without which a connection is of no use, and which were not granted. */
export const lackedOf = ({ requiredScopes }: Pick<Asked, 'requiredScopes'>, granted: readonly string[]): string[] =>
  requiredScopes.filter((scope) => !granted.includes(scope));
