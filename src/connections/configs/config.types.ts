/** The words of this module on the wire and in rows: an organisation is the realm itself. */
export const CONNECTION_LEVELS = ['realm', 'user'] as const;
export type ConnectionLevel = (typeof CONNECTION_LEVELS)[number];

/** `unhealthy`: the provider refused the client itself; its connections are left as they are. */
export const CONFIG_STATUSES = ['active', 'disabled', 'unhealthy'] as const;
export type ConfigStatus = (typeof CONFIG_STATUSES)[number];

export const CONFIG_GRANT_TYPES = ['authorization_code', 'client_credentials'] as const;
export type ConfigGrantType = (typeof CONFIG_GRANT_TYPES)[number];

/** How the scope value stands in the link: spaces as `%20`, as `+`, or the value as it is written. */
export const SCOPE_ENCODINGS = ['%20', '+', 'raw'] as const;
export type ScopeEncoding = (typeof SCOPE_ENCODINGS)[number];

export const PKCE_MODES = ['off', 'S256'] as const;
export type PkceMode = (typeof PKCE_MODES)[number];

export const TOKEN_METHODS = ['POST', 'GET'] as const;
export type TokenMethod = (typeof TOKEN_METHODS)[number];

export const BODY_FORMATS = ['form', 'json'] as const;
export type BodyFormat = (typeof BODY_FORMATS)[number];

/** `basic`: id and secret as they are, joined by a colon; `basic_rfc6749`: each form-encoded first (section 2.3.1). */
export const PROVIDER_CLIENT_AUTHS = ['body', 'basic', 'basic_rfc6749', 'none'] as const;
export type ProviderClientAuth = (typeof PROVIDER_CLIENT_AUTHS)[number];

export const EXPIRY_STRATEGIES = ['response', 'jwt_exp', 'default_ttl', 'introspect', 'none'] as const;
export type ExpiryStrategy = (typeof EXPIRY_STRATEGIES)[number];

export const EXPIRY_UNITS = ['s', 'ms'] as const;
export type ExpiryUnit = (typeof EXPIRY_UNITS)[number];

/** How many connections one owner may have by one config. */
export const CONNECTION_COUNTS = ['one', 'many'] as const;
export type ConnectionCount = (typeof CONNECTION_COUNTS)[number];

/** To whom access tokens may be handed out: to nobody, to services with `conn:token`, or to the owner as well. */
export const TOKEN_RELEASES = ['none', 'service', 'owner'] as const;
export type TokenRelease = (typeof TOKEN_RELEASES)[number];

/** One request to a provider; every text of it may hold placeholders. */
export interface RequestTemplate {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A JSON object with placeholders; null for no body. */
  readonly body: string | null;
  readonly bodyFormat: BodyFormat;
}

/**
 * Where values stand in what a provider answers, as singular queries of RFC 9535 in their normal form. `authCode` is read
 * from the parameters of the callback, `accountId` and `accountLabel` from the answer of `testRequest`, the others from the
 * answer to the token request.
 */
export interface Paths {
  readonly authCode: string;
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly expiresIn: string | null;
  readonly expiresAt: string | null;
  readonly scope: string | null;
  readonly tokenType: string | null;
  readonly refreshExpiresIn: string | null;
  readonly accountId: string | null;
  readonly accountLabel: string | null;
  readonly error: string | null;
  readonly errorDescription: string | null;
}

/** What a provider of plain RFC 6749 answers. */
export const STANDARD_PATHS: Paths = {
  authCode: '$.code',
  accessToken: '$.access_token',
  refreshToken: '$.refresh_token',
  expiresIn: '$.expires_in',
  expiresAt: null,
  scope: '$.scope',
  tokenType: '$.token_type',
  refreshExpiresIn: null,
  accountId: null,
  accountLabel: null,
  error: '$.error',
  errorDescription: '$.error_description',
};

/** When an access token ends: as the answer says, by its own `exp`, after a fixed time, by asking, or only when refused. */
export interface ExpiryRule {
  readonly strategy: ExpiryStrategy;
  readonly defaultTtlSeconds?: number;
  /** Of the number at `paths.expiresIn`; seconds unless it says otherwise. */
  readonly unit?: ExpiryUnit;
  readonly marginSeconds?: number;
}

/** By what an API says that the token is no longer good. */
export interface RejectionRule {
  readonly statuses: readonly number[];
  /** A path into the body, whose value is compared with `equals`. */
  readonly path?: string;
  readonly equals?: string;
  /** Also an `invalid_token` in `WWW-Authenticate`. */
  readonly wwwAuthenticate?: boolean;
}

/** What a successful answer to a token request holds, for providers that answer 200 to everything. */
export interface SuccessRule {
  readonly path: string;
  readonly equals: string;
}

export interface Injection {
  readonly in: 'header' | 'query';
  readonly name: string;
  /** A text with placeholders: `Bearer {{access_token}}`. */
  readonly value: string;
}

export interface ProxyRule {
  /** May hold `{{meta.x}}` and `{{params.x}}`. */
  readonly baseUrl: string;
  readonly inject: readonly Injection[];
  readonly allowedMethods: readonly string[];
  /** Hosts beside that of `baseUrl` which a call may name. */
  readonly allowedHosts: readonly string[];
}

/** What a proxy does where its config says nothing else: the credential goes along as RFC 6750 section 2.1 has it. */
export const PROXY_DEFAULTS: Omit<ProxyRule, 'baseUrl'> = {
  inject: [{ in: 'header', name: 'Authorization', value: 'Bearer {{access_token}}' }],
  allowedMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHosts: [],
};

/** Something that is asked before the provider can be addressed: a subdomain, a region. Read as `{{params.name}}`. */
export interface ParamRule {
  readonly name: string;
  readonly label: string;
  /** A regular expression that the whole value must match. */
  readonly pattern: string;
}

/** What an administrator says of a provider; the client secret is sealed apart from it. */
export interface ConfigDefinition {
  readonly grantType: ConfigGrantType;
  readonly linkUrl: string;
  readonly scopes: readonly string[];
  /** Those of them without which a connection is of no use. */
  readonly requiredScopes: readonly string[];
  readonly scopeSeparator: string;
  readonly scopeEncoding: ScopeEncoding;
  readonly pkce: PkceMode;
  readonly tokenUrl: string;
  readonly tokenMethod: TokenMethod;
  /** A JSON object with placeholders; null for the request of RFC 6749. */
  readonly tokenBody: string | null;
  readonly tokenHeaders: Readonly<Record<string, string>>;
  readonly bodyFormat: BodyFormat;
  readonly clientAuth: ProviderClientAuth;
  /** Null: the setting `client_id` has it. */
  readonly clientId: string | null;
  /** Null: `tokenUrl`. */
  readonly refreshUrl: string | null;
  readonly refreshBody: string | null;
  readonly revoke: RequestTemplate | null;
  readonly introspect: RequestTemplate | null;
  readonly testRequest: RequestTemplate | null;
  readonly paths: Paths;
  /** What is kept of the callback's parameters and of the token answer, by name: read as `{{meta.name}}`. */
  readonly metaMap: Readonly<Record<string, string>>;
  /** By which names templates know the tokens beside `access_token` and `refresh_token`. */
  readonly accessTokenSetting: string;
  readonly refreshTokenSetting: string;
  readonly expiry: ExpiryRule;
  readonly rejectedWhen: RejectionRule;
  readonly successWhen: SuccessRule | null;
  /** Error codes beside `invalid_grant` after which no refresh will ever succeed. */
  readonly terminalErrors: readonly string[];
  readonly proxy: ProxyRule | null;
  readonly connectionLevel: ConnectionLevel;
  readonly multi: ConnectionCount;
  readonly tokenRelease: TokenRelease;
  /** Domains below which a host that comes from a variable must lie. */
  readonly allowedHostSuffixes: readonly string[];
  readonly params: readonly ParamRule[];
  /** Compared with `iss` of the callback (RFC 9207). */
  readonly issuer: string | null;
}

/** One version of a config. A change makes a new one; connections and sessions remember which was theirs. */
export interface ConnectionConfig extends ConfigDefinition {
  readonly id: string;
  readonly realmId: string;
  /** 22 characters of base64url: the last segment of the config's own callback path. */
  readonly publicKey: string;
  readonly appId: string;
  readonly name: string;
  readonly preset: string | null;
  readonly version: number;
  readonly status: ConfigStatus;
  /** Whether the version has one of its own; without one, the setting `client_secret` is asked. */
  readonly clientSecret: { readonly set: boolean };
  /** UTC milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export const CONFIG_DEFAULTS: Omit<ConfigDefinition, 'linkUrl' | 'tokenUrl'> = {
  grantType: 'authorization_code',
  scopes: [],
  requiredScopes: [],
  scopeSeparator: ' ',
  scopeEncoding: '%20',
  pkce: 'S256',
  tokenMethod: 'POST',
  tokenBody: null,
  tokenHeaders: {},
  bodyFormat: 'form',
  clientAuth: 'body',
  clientId: null,
  refreshUrl: null,
  refreshBody: null,
  revoke: null,
  introspect: null,
  testRequest: null,
  paths: STANDARD_PATHS,
  metaMap: {},
  accessTokenSetting: 'access_token',
  refreshTokenSetting: 'refresh_token',
  expiry: { strategy: 'response' },
  rejectedWhen: { statuses: [401] },
  successWhen: null,
  terminalErrors: [],
  proxy: null,
  connectionLevel: 'user',
  multi: 'one',
  tokenRelease: 'none',
  allowedHostSuffixes: [],
  params: [],
  issuer: null,
};
