import { toSeconds } from '../../kernel/clock.js';
import type { LiveToken } from '../../tokens/token.types.js';
import type { Apps, Holder } from './holders.service.js';
import { jtiOf, originOf } from './token.mapper.js';

/** In the order in which the original documents them. */
export interface CheckedToken {
  /** Absent for a client that acts for itself. */
  readonly user_name?: string;
  readonly scope: readonly string[];
  /** Epoch seconds. */
  readonly exp: number;
  readonly authorities: readonly string[];
  readonly jti: string;
  readonly client_id: string;
  readonly active: true;
  readonly name: string;
  readonly principal: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly clientId: string;
  readonly grantType?: string;
  readonly apps?: Apps;
}

/** What the platform's own check tells: always in the caller's terms. */
export interface PlatformCheckedToken {
  readonly scope: readonly [string];
  readonly name: string;
  readonly user_name: string;
  readonly principal: string;
  readonly jti: string;
  readonly exp: number;
  readonly grant_type?: string;
  readonly client_id: string;
  readonly authorities: readonly string[];
  /** Only of a token that was asked for with resources. */
  readonly aud?: readonly string[];
}

export function checkedToken(value: string, token: LiveToken, holder: Holder): CheckedToken {
  const { parameters, grantType } = originOf(token.grant);
  return {
    user_name: token.user?.username,
    scope: token.scope,
    exp: toSeconds(token.expiresAt),
    authorities: holder.authorities,
    jti: jtiOf(value, token.jti),
    client_id: token.client.clientId,
    active: true,
    name: holder.name,
    principal: holder.name,
    parameters,
    clientId: holder.realmName,
    grantType,
    apps: holder.apps,
  };
}

/**
 * @param callerName of the realm that asks, in whose roles the answer is given.
 * @param authorities the subject's roles there.
 */
export function platformCheckedToken(
  value: string,
  token: LiveToken,
  callerName: string,
  authorities: readonly string[],
): PlatformCheckedToken {
  const name = token.user?.username ?? token.client.clientId;
  const resources = token.grant?.resources ?? [];
  return {
    scope: [callerName],
    name,
    user_name: name,
    principal: name,
    jti: jtiOf(value, token.jti),
    exp: toSeconds(token.expiresAt),
    grant_type: originOf(token.grant).grantType,
    client_id: callerName,
    authorities,
    aud: resources.length > 0 ? resources : undefined,
  };
}

/** A refusal of the platform's own endpoints, which they answer with 200. */
export interface PlatformRefusal {
  readonly error: 'access_denied' | 'invalid_token';
  readonly error_description: string;
}

/** To a caller that has not proven to be a realm. */
export const accessDenied = (value: string): PlatformRefusal => ({ error: 'access_denied', error_description: value });

export const tokenInvalid = (value: string): PlatformRefusal => refusedToken(`Invalid access token: ${value}`);
export const tokenOver = (value: string): PlatformRefusal => refusedToken(`Access token expired: ${value}`);

/** At revocation the description is the token alone. */
export const refusedToken = (description: string): PlatformRefusal => ({
  error: 'invalid_token',
  error_description: description,
});

export interface RevokedToken {
  readonly access_token: string;
  readonly state: 'invalid_token';
}

export const revokedToken = (value: string): RevokedToken => ({ access_token: value, state: 'invalid_token' });
