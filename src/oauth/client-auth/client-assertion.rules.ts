import type { Client } from '../../clients/client.types.js';
import type { CompactJws } from '../../kernel/compact-jws.js';

/** An assertion that may prove its client, if its signature does (RFC 7523 section 3). */
export interface ClientAssertion {
  readonly jti: string;
  /** UTC seconds. */
  readonly exp: number;
}

export interface AssertionContext {
  /** Who may be named as the only audience. */
  readonly audiences: readonly string[];
  /** UTC seconds. */
  readonly now: number;
}

/** Seconds by which the clock of a client may be ahead. */
const SKEW = 30;
/** Seconds that an assertion may live: it proves one request. */
const MAX_LIFETIME = 600;
const MAX_JTI = 512;
/** Media types compare without case, and `application/` may be left out (RFC 7515 section 4.1.9). */
const TYPES: readonly unknown[] = [undefined, 'jwt', 'client-authentication+jwt'];

const normalised = (typ: unknown): unknown =>
  typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : typ;
const isPast = (time: unknown, now: number): boolean =>
  time === undefined || (typeof time === 'number' && time <= now + SKEW);

const isTimely = ({ exp, iat, nbf }: CompactJws['claims'], now: number): boolean =>
  typeof exp === 'number' && exp > now && exp <= now + MAX_LIFETIME && isPast(iat, now) && isPast(nbf, now);

/**
 * What an assertion says, where that is what the client may say here and now; null for all else (requirement 44). The
 * audience is one string: an assertion that is good elsewhere too could be replayed from there.
 */
export function readAssertion(
  { header, claims }: CompactJws,
  { clientId }: Pick<Client, 'clientId'>,
  { audiences, now }: AssertionContext,
): ClientAssertion | null {
  const { iss, sub, aud, exp, jti } = claims;
  if (iss !== clientId || sub !== clientId || !TYPES.includes(normalised(header['typ']))) return null;
  if (typeof aud !== 'string' || !audiences.includes(aud)) return null;
  if (!isTimely(claims, now) || typeof jti !== 'string' || jti === '' || jti.length > MAX_JTI) return null;
  return { jti, exp: exp as number };
}
