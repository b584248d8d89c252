/** Where the endpoints of a realm are, below its issuer. */
export const ENDPOINTS = {
  token: 'oauth/token',
  introspection: 'oauth/introspect',
  revocation: 'oauth/revoke',
  deviceAuthorization: 'oauth/device_authorization',
  userinfo: 'userinfo',
  jwks: 'jwks',
  openidConfiguration: '.well-known/openid-configuration',
} as const;

/** The routes of the endpoints begin with it; RealmGuard resolves the parameter. */
export const ISSUER_ROUTE = 'realms/:realm';
/** RFC 8414 section 3: the well-known text stands before the path of the issuer. */
export const SERVER_METADATA_ROUTE = '.well-known/oauth-authorization-server/realms/:realm';
