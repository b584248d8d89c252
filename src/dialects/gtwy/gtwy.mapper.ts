import type { IncomingHttpHeaders } from 'node:http';
import type { NewClient } from '../../clients/client.types.js';
import type { IssuedTokens } from '../../tokens/token.types.js';
import { refreshTokenMissing, refreshTokenRefused, validationFailed } from './gtwy.errors.js';

/** A client and the one place where its users come back to: what this dialect saves, and asks about. */
export interface ClientUrl {
  readonly clientId: string;
  readonly redirectUri: string;
}

/** Seconds. */
const ACCESS_VALIDITY = 3600;
const REFRESH_VALIDITY = 30 * 24 * 3600;

const MEMBERS = ['client_id', 'redirection_url'] as const;

/** `b64token` of RFC 6750 section 2.1, as it is or as Bearer credentials. */
const PRESENTED = /^(?:bearer +)?([A-Za-z0-9\-._~+/]+=*)$/i;

/**
 * The token by which a caller says who it is; null when there is none. `Authorization` goes before `proxy_auth_token`,
 * and whoever sends it is judged by it alone.
 */
export function callerToken({ authorization, proxy_auth_token: proxied }: IncomingHttpHeaders): string | null {
  const [header] = [authorization || proxied].flat();
  return PRESENTED.exec(header ?? '')?.[1] ?? null;
}

/** @throws WireError for members that are missing, each by its name. */
export function urlToSave(body: unknown): ClientUrl {
  const members = membersOf(body);
  const faults = MEMBERS.flatMap((name) => faultOf(name, members[name]));
  if (faults.length > 0) throw validationFailed(faults);
  return { clientId: String(members['client_id']), redirectUri: String(members['redirection_url']) };
}

/** Null for what cannot have been saved. */
export function urlToVerify(body: unknown): ClientUrl | null {
  const { client_id: clientId, redirection_url: redirectUri } = membersOf(body);
  return typeof clientId === 'string' && typeof redirectUri === 'string' ? { clientId, redirectUri } : null;
}

/** @throws WireError */
export function refreshToken(body: unknown): string {
  const { refresh_token: value } = membersOf(body);
  if (!value) throw refreshTokenMissing();
  if (typeof value !== 'string') throw refreshTokenRefused();
  return value;
}

/** A public client that can nothing of itself: its tokens come from this dialect alone. */
export const clientToCreate = ({ clientId, redirectUri }: ClientUrl): NewClient => ({
  clientId,
  type: 'public',
  redirectUris: [redirectUri],
  accessTokenValiditySeconds: ACCESS_VALIDITY,
  refreshTokenValiditySeconds: REFRESH_VALIDITY,
});

export const authTokenAnswer = (value: string): object => ({ auth_token: value });

export const savedAnswer = (): object => ({ success: true, message: 'Auth token saved successfully' });

export const verifiedAnswer = ({ accessToken, refreshToken: value }: IssuedTokens): object => ({
  success: true,
  message: 'Auth token verified successfully',
  access_token: accessToken,
  refresh_token: value,
});

export const refreshedAnswer = ({ accessToken }: IssuedTokens): object => ({
  success: true,
  message: 'Access token refreshed successfully',
  access_token: accessToken,
});

/** A body that is no JSON object has no members. */
const membersOf = (body: unknown): Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};

function faultOf(name: string, value: unknown): string[] {
  if (value === undefined || value === null || value === '') return [`${name}: Path \`${name}\` is required.`];
  return typeof value === 'string' ? [] : [`${name}: Path \`${name}\` is not a string.`];
}
