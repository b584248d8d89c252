export const DIALECT_NAME = 'onesait';

/** Where the endpoints about tokens are, below the root of the server and below a realm's place for this dialect. */
export const AUTHORIZE = 'oauth-server/oauth/authorize';
export const TOKEN = 'oauth-server/oauth/token';
export const CHECK_TOKEN = 'oauth-server/oauth/check_token';
export const PLATFORM_CHECK_TOKEN = 'oauth-server/openplatform-oauth/check_token';
export const REVOKE_TOKEN = 'oauth-server/openplatform-oauth/revoke_token';
