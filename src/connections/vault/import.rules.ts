import { DomainError } from '../../kernel/domain-error.js';
import type { GrantedTokens } from './connection-grants.service.js';
import type { ImportedTokens } from './connection.types.js';

/**
 * What may be brought in: an access token without an end, one with an end and the refresh token to renew it, or a refresh
 * token alone, which has yet to show what it is good for.
 *
 * @throws DomainError `import_incomplete`
 */
export function tokensOfImport(imported: ImportedTokens): { tokens: GrantedTokens; status: 'active' | 'pending' } {
  const { accessToken = null, refreshToken = null, expiresAt = null } = imported;
  if (accessToken === null && refreshToken === null) throw incomplete('There is no token to bring in.');
  if (accessToken === null && expiresAt !== null) throw incomplete('An end was given, but not the access token it is of.');
  if (accessToken !== null && expiresAt !== null && refreshToken === null) {
    throw incomplete('An access token that ends needs a refresh token with it.');
  }
  const tokens = {
    accessToken,
    refreshToken,
    expiresAt,
    refreshExpiresAt: imported.refreshExpiresAt ?? null,
    scopes: imported.scopes ?? null,
    tokenType: 'Bearer',
    meta: {},
    accountId: imported.accountId ?? null,
    accountLabel: imported.accountLabel ?? null,
    raw: '',
  };
  return { tokens, status: accessToken === null ? 'pending' : 'active' };
}

const incomplete = (message: string): DomainError => new DomainError('import_incomplete', message);
