import type { LogoutReturn } from '../../oauth/logout/logout.types.js';
import type { Parameters } from '../../protocol/parameters.js';
import type { Realm } from '../../realms/realm.types.js';

const pathOf = (realm: Realm, page: string, query: Readonly<Record<string, string | undefined>> = {}): string => {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const text = new URLSearchParams(given).toString();
  return `/realms/${realm.name}/${page}${text === '' ? '' : `?${text}`}`;
};

const wayBack = (parameters: Parameters) => ({
  post_logout_redirect_uri: parameters.get('post_logout_redirect_uri'),
  state: parameters.get('state'),
});

/** The same request, as an address. */
export const logoutPath = (realm: Realm, parameters: Parameters): string =>
  pathOf(realm, 'logout', { client_id: parameters.get('client_id'), ...wayBack(parameters) });

/** Where the user's word is taken; the hint has said what it has to say, which is whose request it is. */
export const confirmPath = (realm: Realm, parameters: Parameters, { client }: LogoutReturn): string =>
  pathOf(realm, 'logout/confirm', client ? { client_id: client.clientId, ...wayBack(parameters) } : {});

export const donePath = (realm: Realm): string => pathOf(realm, 'logout/done');
