import type { Interaction } from '../authorize/authorization.types.js';

/** Where the endpoints of a realm are, below its issuer. */
export const ENDPOINTS = {
  authorization: 'oauth/authorize',
  pushedAuthorization: 'oauth/par',
  token: 'oauth/token',
  introspection: 'oauth/introspect',
  revocation: 'oauth/revoke',
  deviceAuthorization: 'oauth/device_authorization',
  userinfo: 'userinfo',
  endSession: 'logout',
  registration: 'register',
  jwks: 'jwks',
  openidConfiguration: '.well-known/openid-configuration',
} as const;

/** The routes of the endpoints begin with it; RealmGuard resolves the parameter. */
export const ISSUER_ROUTE = 'realms/:realm';
/** RFC 8414 section 3: the well-known text stands before the path of the issuer. */
export const SERVER_METADATA_ROUTE = '.well-known/oauth-authorization-server/realms/:realm';

/** The issuer without its origin: where a browser is sent within this server. */
export const issuerPath = (realmName: string): string => `/realms/${realmName}`;
export const authorizationPath = (realmName: string): string => `${issuerPath(realmName)}/${ENDPOINTS.authorization}`;

/** The pages that ask users for something, below the issuer. */
export const INTERACTION_PATHS: Readonly<Record<Interaction, string>> = {
  login: 'login',
  select_account: 'select-account',
  consent: 'consent',
};
