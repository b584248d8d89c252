import type { Client } from '../../clients/client.types.js';
import { derivedId } from '../../kernel/derived-id.js';
import type { GrantTerms, TokenRequest } from '../../oauth/authorization-server.types.js';
import { formatScope } from '../../protocol/scope.js';
import type { RawParameters } from '../../protocol/parameters.js';
import type { Grant } from '../../tokens/grant.types.js';
import type { IssuedTokens } from '../../tokens/token.types.js';
import type { OnesaitCall } from './call.mapper.js';
import type { Holder } from './holders.service.js';

/** In the order in which the original writes them. */
export interface OnesaitTokens {
  readonly access_token: string;
  readonly token_type: 'bearer';
  readonly refresh_token?: string;
  /** Seconds that remain. */
  readonly expires_in: number;
  readonly scope?: string;
  readonly name: string;
  readonly principal: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly clientId: string;
  readonly grantType?: string;
  readonly authorities: readonly string[];
  readonly apps?: Readonly<Record<string, readonly string[]>>;
  readonly jti: string;
}

/** Of the first request for a token, what is told with it ever after. */
type Echo = Readonly<Record<string, string>>;

/** Where a grant keeps what this dialect must repeat. */
const ATTRIBUTE = 'onesait';

/** What proves something is repeated to nobody. */
const CREDENTIALS: ReadonlySet<string> = new Set([
  'password',
  'client_secret',
  'client_assertion',
  'assertion',
  'code',
  'code_verifier',
  'token',
  'access_token',
  'refresh_token',
]);
/** Bytes of JSON. It is kept with the grant, and read at every check of its tokens. */
const MAX_ECHO = 4096;
const ALWAYS_ECHOED: ReadonlySet<string> = new Set(['grant_type', 'username', 'scope']);

/** Of a request that sends more than is worth keeping, what every request of its kind has. */
export function echoOf(parameters: RawParameters): Echo {
  const kept = parameters.filter(([name]) => !CREDENTIALS.has(name));
  const echo = Object.fromEntries(kept);
  if (Buffer.byteLength(JSON.stringify(echo)) <= MAX_ECHO) return echo;
  return Object.fromEntries(kept.filter(([name]) => ALWAYS_ECHOED.has(name)));
}

/**
 * One live pair, given again while it lives. A refresh ends the pair that it replaces; a refresh token that was used is
 * refused and harms nothing, for several devices share the pair.
 */
export const passwordTerms = (parameters: RawParameters): GrantTerms => ({ ...grantTerms(parameters), keepPair: true });

/** The same of what a code was given for, which is a grant of its own each time. */
export const grantTerms = (parameters: RawParameters): GrantTerms => ({
  policy: { refreshTokens: 'rotate', onReuse: 'refuses', grace: false, endsOlderAccess: true },
  attributes: { [ATTRIBUTE]: { parameters: echoOf(parameters) } },
});

/**
 * @param client that the call is proven to come from.
 * @param fields what the grant reads; absent ones are left out.
 */
export function tokenRequest(
  { at, request }: OnesaitCall,
  client: Client,
  fields: Readonly<Record<string, string | undefined>>,
  terms?: GrantTerms,
): TokenRequest {
  const parameters = Object.entries(fields).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return { client, parameters, encoding: 'form', at, request, terms };
}

/** What the grant's first request said; of a grant that began elsewhere, nothing is known. */
export function originOf(grant: Grant | null): { parameters: Echo; grantType?: string } {
  const kept = grant?.attributes[ATTRIBUTE] as { parameters?: Echo } | undefined;
  const parameters = kept?.parameters ?? {};
  return { parameters, grantType: parameters['grant_type'] };
}

/** A handle has no `jti`: it gets one that depends on it alone, so that every answer about it names the same. */
export const jtiOf = (token: string, jti: string | null): string => jti ?? derivedId(token);

/** @param at when the request arrived: the seconds that remain are counted from there. */
export function tokenResponse(issued: IssuedTokens, holder: Holder, at: number): OnesaitTokens {
  const { parameters, grantType } = originOf(issued.grant);
  return {
    access_token: issued.accessToken,
    token_type: 'bearer',
    refresh_token: issued.refreshToken,
    expires_in: Math.max(0, Math.floor((issued.expiresAt - at) / 1000)),
    scope: formatScope(issued.scope),
    name: holder.name,
    principal: holder.name,
    parameters,
    clientId: holder.realmName,
    grantType,
    authorities: holder.authorities,
    apps: holder.apps,
    jti: jtiOf(issued.accessToken, issued.jti),
  };
}
