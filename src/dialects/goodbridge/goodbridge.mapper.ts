import { FormBody, parsePairs } from '../../http/form-body.js';
import { queryOf } from '../../http/query-of.js';
import { toSeconds } from '../../kernel/clock.js';
import type { GrantTerms, HolderRefresh, TokenRequest } from '../../oauth/authorization-server.types.js';
import { GRANT_TYPES } from '../../protocol/names.js';
import { invalidRequest, OAuthError } from '../../protocol/oauth-error.js';
import { readParameters, type Parameters, type RawParameters } from '../../protocol/parameters.js';
import type { IssuedTokens, LiveToken } from '../../tokens/token.types.js';

/** When and from where a request came. */
export type Arrival = Pick<TokenRequest, 'at' | 'request'>;

/** What a request to GoodBridge's token endpoint asks of the server. */
export type GoodbridgeCommand = { readonly issue: TokenRequest } | { readonly refresh: HolderRefresh };

/** In the order in which GoodBridge sends them. */
export interface GoodbridgeTokens {
  readonly access_token: string;
  readonly refresh_token: string;
  /** ISO 8601 with an offset, such as `2024-03-30T15:54:00+00:00`. */
  readonly access_expires_at: string;
  readonly refresh_expires_at: string;
  readonly token_type: 'bearer';
}

/** Nothing else is read: a `scope` has no meaning here, so that every token has the client's default scopes. */
const TOKEN_MEMBERS = ['grant_type', 'client_id', 'client_secret', 'refresh_token'];

/** GoodBridge documents the first; its clients have tried the other too. */
const REFRESH: ReadonlySet<string> = new Set(['refresh', GRANT_TYPES.refreshToken]);

/** Seconds. The refresh tokens of a realm that sets nothing else live for 30 days, as GoodBridge's do. */
const ACCESS_VALIDITY = 3600;

/** A client gets a pair for itself, of which a refresh makes the next one and ends this one; the token is its own proof. */
const TERMS: GrantTerms = {
  clientGrant: true,
  policy: {
    refreshTokens: 'rotate',
    endsOlderAccess: true,
    refreshWithoutAuthentication: true,
    accessTokenValiditySeconds: ACCESS_VALIDITY,
  },
};

/**
 * @param body as the body parsers yield it.
 * @throws OAuthError `invalid_request` for what is missing, repeated, too long or no text; `unsupported_grant_type`.
 */
export function tokenCommand(body: unknown, arrival: Arrival): GoodbridgeCommand {
  const parameters = readParameters(pairsOf(body), { once: TOKEN_MEMBERS });
  const type = parameters.require('grant_type');
  if (REFRESH.has(type)) return { refresh: refreshCommand(parameters, arrival) };
  if (type === GRANT_TYPES.clientCredentials) return { issue: issueRequest(parameters, arrival) };
  throw new OAuthError('unsupported_grant_type', 'The grant_type must be client_credentials or refresh.');
}

/** A client needs no grant but the one that gave it its first pair. */
const refreshCommand = (parameters: Parameters, arrival: Arrival): HolderRefresh => ({
  refreshToken: parameters.require('refresh_token'),
  grantType: GRANT_TYPES.clientCredentials,
  ...arrival,
});

/** The credentials stand in the body and nowhere else. */
function issueRequest(parameters: Parameters, arrival: Arrival): TokenRequest {
  const sent = ['client_id', 'client_secret'].map((name) => [name, parameters.require(name)] as const);
  return {
    parameters: [['grant_type', GRANT_TYPES.clientCredentials], ...sent],
    encoding: 'form',
    terms: TERMS,
    ...arrival,
  };
}

function pairsOf(body: unknown): RawParameters {
  if (body instanceof FormBody) return body.pairs;
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw invalidRequest('The body must be a JSON object.');
  return Object.entries(body).filter(isText);
}

/** Of the members that nobody reads, none can be wrong. */
function isText(member: [string, unknown]): member is [string, string] {
  const [name, value] = member;
  if (!TOKEN_MEMBERS.includes(name)) return false;
  if (typeof value === 'string') return true;
  throw invalidRequest(`The member ${name} must be a string.`);
}

export const tokenResponse = (issued: IssuedTokens): GoodbridgeTokens => ({
  access_token: issued.accessToken,
  refresh_token: issued.refreshToken!,
  access_expires_at: isoTime(issued.expiresAt),
  refresh_expires_at: isoTime(issued.refreshExpiresAt!),
  token_type: 'bearer',
});

const isoTime = (milliseconds: number): string =>
  new Date(toSeconds(milliseconds) * 1000).toISOString().replace('.000Z', '+00:00');

/**
 * The text of an introspection, because `expires_at` is a number with a fraction (`1711814040.0`), which JSON.stringify
 * would write without one. A refresh token is no access token, and of one that is over nothing is told.
 *
 * @param token what the value stands for; null when it is not alive.
 */
export function introspectionText(token: LiveToken | null): string {
  if (token?.kind !== 'access') return '{"is_active":false,"client_id":null,"expires_at":null}';
  const { client, expiresAt } = token;
  return `{"is_active":true,"client_id":${JSON.stringify(client.clientId)},"expires_at":${toSeconds(expiresAt)}.0}`;
}

/** What a revocation names. A hint is taken and has no effect: a token is found by its value. */
export const revokedTokenOf = (url: string): string => query(url, ['token', 'token_type_hint']).require('token');

export const accessTokenOf = (url: string): string => query(url, ['access_token']).require('access_token');

const query = (url: string, once: readonly string[]): Parameters => readParameters(parsePairs(queryOf(url)), { once });
