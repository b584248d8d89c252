import type { RegistrationRules } from '../../realms/realm.types.js';
import { CLIENT_AUTH_METHODS, GRANT_TYPES } from '../../protocol/names.js';
import { badMetadata, badRedirectUri } from './registration-errors.js';
import type { SelfDescription } from './registration.mapper.js';

/** What an administrator has given a client beyond the rules stays its own when it registers anew. */
export interface Granted {
  readonly scopes: readonly string[];
  readonly grantTypes: readonly string[];
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
}

export const NOTHING_GRANTED: Granted = { scopes: [], grantTypes: [], redirectUris: [], postLogoutRedirectUris: [] };

/** Whole hosts alone: `example.com` is that host, `*.example.com` every one below it, and neither is `evilexample.com`. */
export const isHostAllowed = (host: string, allowed: readonly string[]): boolean =>
  allowed.length === 0 ||
  allowed.some((rule) =>
    rule.startsWith('*.') ? host.endsWith(rule.slice(1)) && host !== rule.slice(1) : host === rule,
  );

const leadsTo = (uri: string): string => (URL.canParse(uri) ? new URL(uri).hostname : '');

/**
 * Whether a client may be what it says, in that realm (requirement 69).
 *
 * @throws OAuthError `invalid_client_metadata` or `invalid_redirect_uri`
 */
export function checkPolicy(
  { metadata, scopes, authMethod }: SelfDescription,
  rules: RegistrationRules,
  granted: Granted = NOTHING_GRANTED,
): void {
  const { grantTypes, redirectUris, postLogoutRedirectUris = [] } = metadata;
  const strange = (values: readonly string[], ...allowed: (readonly string[])[]): string | undefined =>
    values.find((value) => !allowed.flat().includes(value));
  const scope = strange(scopes ?? [], rules.scopes, granted.scopes);
  if (scope !== undefined) throw badMetadata('scope has one that clients cannot register for.');
  if (strange(grantTypes, rules.grantTypes, granted.grantTypes) !== undefined)
    throw badMetadata('grant_types has one that clients cannot register for.');
  if (authMethod === CLIENT_AUTH_METHODS.none && grantTypes.includes(GRANT_TYPES.clientCredentials))
    throw badMetadata('The grant type client_credentials is not for clients without authentication.');
  if (grantTypes.includes(GRANT_TYPES.authorizationCode) && redirectUris.length === 0)
    throw badRedirectUri('redirect_uris is missing.');
  const kept = [...granted.redirectUris, ...granted.postLogoutRedirectUris];
  const uris = [...redirectUris, ...postLogoutRedirectUris].filter((uri) => !kept.includes(uri));
  if (!uris.every((uri) => isHostAllowed(leadsTo(uri), rules.redirectHosts)))
    throw badRedirectUri('A redirect URI leads to a host that clients cannot register.');
}
