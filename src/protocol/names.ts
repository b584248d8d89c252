/** The wire names of OAuth 2.0 and its extensions, verbatim. */

/** `grant_type` values (RFC 6749 sections 4.1.3, 4.3.2, 4.4.2 and 6, RFC 8628 section 3.4, RFC 8693 section 2.1). */
export const GRANT_TYPES = {
  authorizationCode: 'authorization_code',
  clientCredentials: 'client_credentials',
  deviceCode: 'urn:ietf:params:oauth:grant-type:device_code',
  password: 'password',
  refreshToken: 'refresh_token',
  tokenExchange: 'urn:ietf:params:oauth:grant-type:token-exchange',
} as const;
export type GrantType = (typeof GRANT_TYPES)[keyof typeof GRANT_TYPES];

/** Client authentication methods (RFC 7591 section 2). */
export const CLIENT_AUTH_METHODS = {
  basic: 'client_secret_basic',
  post: 'client_secret_post',
  secretJwt: 'client_secret_jwt',
  privateKeyJwt: 'private_key_jwt',
  none: 'none',
} as const;
export type ClientAuthMethodName = (typeof CLIENT_AUTH_METHODS)[keyof typeof CLIENT_AUTH_METHODS];

/** `response_type` values (RFC 6749 section 3.1.1). */
export const RESPONSE_TYPES = { code: 'code' } as const;

/** `client_assertion_type` of a JWT (RFC 7523 section 2.2). */
export const JWT_BEARER_ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** `token_type_hint` values (RFC 7009 section 2.1). */
export type TokenTypeHint = 'access_token' | 'refresh_token';

/** What a token is, in an exchange (RFC 8693 section 3). */
export const ACCESS_TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:access_token';

/** The `typ` of a JWT access token (RFC 9068 section 2.1). */
export const ACCESS_TOKEN_TYP = 'at+jwt';

/** The `typ` of ID tokens and of signed userinfo: OpenID Connect gives them no types of their own. */
export const JWT_TYP = 'JWT';

/** The `typ` of logout tokens (OpenID Connect Back-Channel Logout section 2.4). */
export const LOGOUT_TOKEN_TYP = 'logout+jwt';

/** The scope that asks for an OpenID Connect answer (OpenID Connect Core section 3.1.2.1), and the one that outlives a session. */
export const OPENID_SCOPE = 'openid';
export const OFFLINE_ACCESS_SCOPE = 'offline_access';

/** Scopes of this server's own, for outbound connections. */
export const CONN_SCOPES = {
  self: 'conn:self',
  connect: 'conn:connect',
  token: 'conn:token',
  proxy: 'conn:proxy',
  read: 'conn:read',
  manage: 'conn:manage',
} as const;

/** The authentication scheme of RFC 6750. */
export const BEARER = 'Bearer';
