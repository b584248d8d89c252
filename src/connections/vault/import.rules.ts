import { DomainError } from '../../kernel/domain-error.js';
import { given } from '../changes.js';
import type { ConfigDefinition } from '../configs/config.types.js';
import type { GrantedTokens } from './connection-drafts.service.js';
import type { ImportedTokens } from './connection.types.js';
import { grantedOf, lackedOf } from './scope.rules.js';

/**
 * What may be brought in: an access token without an end, one with an end and the refresh token to renew it, or a refresh
 * token alone, which has yet to show what it is good for. Where the client itself is all that a provider asks for
 * (`client_credentials`), nothing has to be: the first use brings a token. Scopes that are named have to be enough.
 *
 * @throws DomainError `import_incomplete`
 */
export function tokensOfImport(
  imported: ImportedTokens,
  config: Pick<ConfigDefinition, 'grantType' | 'scopes' | 'requiredScopes'>,
): { tokens: GrantedTokens; status: 'active' | 'pending' } {
  if (config.grantType !== 'client_credentials') refuseIncomplete(imported);
  const usual = {
    accessToken: null,
    refreshToken: null,
    expiresAt: null,
    refreshExpiresAt: null,
    scopes: null,
    accountId: null,
    accountLabel: null,
  };
  const tokens = { ...usual, ...given(imported), tokenType: 'Bearer', meta: {}, raw: '' };
  if (lackedOf(config, grantedOf(config, tokens).granted).length > 0)
    throw incomplete('The tokens lack scopes that the config requires.');
  return { tokens, status: tokens.accessToken === null ? 'pending' : 'active' };
}

function refuseIncomplete({ accessToken, refreshToken, expiresAt }: ImportedTokens): void {
  const ends = expiresAt !== undefined;
  if (accessToken === undefined && refreshToken === undefined) throw incomplete('There is no token to bring in.');
  if (accessToken === undefined && ends) throw incomplete('An end was given, but not the access token it is of.');
  if (accessToken !== undefined && ends && refreshToken === undefined)
    throw incomplete('An access token that ends needs a refresh token with it.');
}

const incomplete = (message: string): DomainError => new DomainError('import_incomplete', message);
