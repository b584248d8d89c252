import type { FieldError } from '../../kernel/domain-error.js';
import {
  BODY_FORMATS,
  CONFIG_GRANT_TYPES,
  CONNECTION_COUNTS,
  CONNECTION_LEVELS,
  EXPIRY_STRATEGIES,
  EXPIRY_UNITS,
  PKCE_MODES,
  PROVIDER_CLIENT_AUTHS,
  SCOPE_ENCODINGS,
  TOKEN_METHODS,
  TOKEN_RELEASES,
  type ConfigDefinition,
  type Paths,
} from './config.types.js';
import {
  choice,
  integer,
  isFlag,
  listOf,
  orAbsent,
  orNull,
  recordOf,
  shape,
  text,
  type Check,
} from './value-checks.js';

const MAX_URL = 2048;
const MAX_BODY = 16_384;
const MAX_PATH = 500;
/** Sealed, and in base64url, it has to fit a column of 64 KiB. */
const MAX_DEFINITION = 40_960;

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
const HEADER = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/;
const METHOD = /^[A-Z]{1,10}$/;
const HOST_SUFFIX = /^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/;
const HOST = /^(?=.{1,260}$)(?:[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/;
const ONE_LINE = /^[^\r\n]*$/;

const url = text(MAX_URL);
const body = orNull(text(MAX_BODY));
const path = text(MAX_PATH);
const scopes = listOf(text(255, { pattern: /^\S+$/ }), 100);
const headers = recordOf(HEADER, text(MAX_URL, { pattern: ONE_LINE }), 20);

const request: Check = shape({
  method: text(10, { pattern: METHOD }),
  url,
  headers,
  body,
  bodyFormat: choice(BODY_FORMATS),
});

const paths: Record<keyof Paths, Check> = {
  authCode: path,
  accessToken: path,
  refreshToken: orNull(path),
  expiresIn: orNull(path),
  expiresAt: orNull(path),
  scope: orNull(path),
  tokenType: orNull(path),
  refreshExpiresIn: orNull(path),
  accountId: orNull(path),
  accountLabel: orNull(path),
  error: orNull(path),
  errorDescription: orNull(path),
};

const injection = shape({ in: choice(['header', 'query']), name: text(64, { pattern: HEADER }), value: text(MAX_URL) });

const proxy = shape({
  baseUrl: url,
  inject: listOf(injection, 10),
  allowedMethods: listOf(text(10, { pattern: METHOD }), 20),
  allowedHosts: listOf(text(260, { pattern: HOST }), 20),
});

const DEFINITION: Record<keyof ConfigDefinition, Check> = {
  grantType: choice(CONFIG_GRANT_TYPES),
  linkUrl: text(MAX_URL, { min: 0 }),
  scopes,
  requiredScopes: scopes,
  scopeSeparator: text(5, { pattern: ONE_LINE }),
  scopeEncoding: choice(SCOPE_ENCODINGS),
  pkce: choice(PKCE_MODES),
  tokenUrl: url,
  tokenMethod: choice(TOKEN_METHODS),
  tokenBody: body,
  tokenHeaders: headers,
  bodyFormat: choice(BODY_FORMATS),
  clientAuth: choice(PROVIDER_CLIENT_AUTHS),
  clientId: orNull(text(512)),
  refreshUrl: orNull(url),
  refreshBody: body,
  revoke: orNull(request),
  introspect: orNull(request),
  testRequest: orNull(request),
  paths: shape(paths),
  metaMap: recordOf(NAME, path, 30),
  accessTokenSetting: text(64, { pattern: NAME }),
  refreshTokenSetting: text(64, { pattern: NAME }),
  expiry: shape({
    strategy: choice(EXPIRY_STRATEGIES),
    defaultTtlSeconds: orAbsent(integer(1, 315_360_000)),
    unit: orAbsent(choice(EXPIRY_UNITS)),
    marginSeconds: orAbsent(integer(0, 86_400)),
  }),
  rejectedWhen: shape({
    statuses: listOf(integer(100, 599), 20),
    path: orAbsent(path),
    equals: orAbsent(text(255)),
    wwwAuthenticate: orAbsent(isFlag),
  }),
  successWhen: orNull(shape({ path, equals: text(255) })),
  terminalErrors: listOf(text(128), 50),
  proxy: orNull(proxy),
  connectionLevel: choice(CONNECTION_LEVELS),
  multi: choice(CONNECTION_COUNTS),
  tokenRelease: choice(TOKEN_RELEASES),
  allowedHostSuffixes: listOf(text(253, { pattern: HOST_SUFFIX }), 50),
  params: listOf(shape({ name: text(64, { pattern: NAME }), label: text(255), pattern: text(200) }), 10),
  issuer: orNull(url),
};

const isOfDefinition = shape(DEFINITION);

/** The names of a definition's members: what else a body holds is not of the definition. */
export const DEFINITION_FIELDS = Object.keys(DEFINITION) as (keyof ConfigDefinition)[];

/**
 * What is wrong with the form of a definition, as it may come from a request or a file. What its texts mean is the
 * lint's to say.
 */
export function definitionFaults(value: unknown): FieldError[] {
  const faults = isOfDefinition(value, '');
  if (faults.length > 0) return faults;
  return [...betweenFields(value as ConfigDefinition), ...sizeFaults(value)];
}

function betweenFields(definition: ConfigDefinition): FieldError[] {
  const { grantType, linkUrl, scopes, requiredScopes, expiry, introspect, params } = definition;
  const faults: FieldError[] = [];
  if (grantType === 'authorization_code' && linkUrl === '')
    faults.push({ field: 'linkUrl', message: 'is needed, for somebody has to be sent there' });
  if (!requiredScopes.every((scope) => scopes.includes(scope)))
    faults.push({ field: 'requiredScopes', message: 'has one that is not among the scopes that are asked for' });
  if (expiry.strategy === 'default_ttl' && expiry.defaultTtlSeconds === undefined)
    faults.push({ field: 'expiry.defaultTtlSeconds', message: 'is needed for this strategy' });
  if (expiry.strategy === 'introspect' && introspect === null)
    faults.push({ field: 'introspect', message: 'is needed for expiry by introspection' });
  if (new Set(params.map(({ name }) => name)).size < params.length)
    faults.push({ field: 'params', message: 'has a name twice' });
  return faults;
}

function sizeFaults(value: unknown): FieldError[] {
  if (Buffer.byteLength(JSON.stringify(value)) <= MAX_DEFINITION) return [];
  return [{ field: 'body', message: `has more than ${MAX_DEFINITION} bytes in all` }];
}
