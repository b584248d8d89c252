import type { Random } from '../../kernel/random.js';
import type { ConnectionConfig } from '../configs/config.types.js';

type Rule = ConnectionConfig['expiry'];

/** What a token answer says of the end of the access token, as text where it says something. */
export interface ToldExpiry {
  readonly expiresIn: string | null;
  readonly expiresAt: string | null;
}

const SECOND = 1000;
/** A moment in seconds has fewer digits than one in milliseconds for the next millennia. */
const FIRST_MILLISECONDS = 100_000_000_000;
const LARGEST_SHARE = 0.2;
const JITTER = 0.1;
/** For which what a provider said of a token is believed. */
const LONGEST_TRUST = 5 * 60 * SECOND;

/**
 * When an access token ends, UTC milliseconds; null when nobody can tell before it is refused. What is told in a form that
 * is none counts as not told.
 */
export function expiresAtOf(rule: Rule, told: ToldExpiry, accessToken: string, now: number): number | null {
  if (rule.strategy === 'none') return null;
  if (rule.strategy === 'jwt_exp') return jwtExp(accessToken) ?? afterDefault(rule, now);
  if (rule.strategy === 'default_ttl') return afterDefault(rule, now);
  return toldMoment(told.expiresAt) ?? afterSpan(told.expiresIn, rule, now) ?? afterDefault(rule, now);
}

/** The end of a refresh token, which is told as a span of seconds. */
export const refreshExpiresAtOf = (span: string | null, now: number): number | null => {
  const seconds = positive(span);
  return seconds === null ? null : now + Math.round(seconds * SECOND);
};

interface Span {
  readonly now: number;
  readonly expiresAt: number | null;
  readonly marginSeconds: number;
}

/**
 * From when on an access token is renewed ahead of its end: the margin, but no more than a fifth of its life, give or take
 * a tenth, so that those who were connected together are not renewed together. Where the provider can be asked, from when
 * on it is asked again.
 */
export function dueAtOf(rule: Rule, span: Span, random: Random): number | null {
  const due = aheadOfEnd(rule, span, random);
  if (rule.strategy !== 'introspect') return due;
  return Math.min(due ?? Infinity, span.now + LONGEST_TRUST);
}

function aheadOfEnd(rule: Rule, { now, expiresAt, marginSeconds }: Span, random: Random): number | null {
  if (expiresAt === null) return null;
  const life = Math.max(0, expiresAt - now);
  const margin = Math.min((rule.marginSeconds ?? marginSeconds) * SECOND, life * LARGEST_SHARE);
  const jitter = 1 - JITTER + (2 * JITTER * random.bytes(1).readUInt8()) / 255;
  return Math.round(expiresAt - margin * jitter);
}

function positive(text: string | null): number | null {
  const number = text === null || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(number) && number > 0 ? number : null;
}

function afterSpan(text: string | null, { unit }: Rule, now: number): number | null {
  const span = positive(text);
  return span === null ? null : withinReason(now + span * (unit === 'ms' ? 1 : SECOND));
}

const afterDefault = ({ defaultTtlSeconds }: Rule, now: number): number | null =>
  defaultTtlSeconds === undefined ? null : now + defaultTtlSeconds * SECOND;

/** Seconds or milliseconds since 1970, or a date of ISO 8601. */
export function toldMoment(text: string | null): number | null {
  if (text === null) return null;
  const number = positive(text);
  if (number !== null) return withinReason(number < FIRST_MILLISECONDS ? number * SECOND : number);
  return /^\d{4}-\d{2}-\d{2}T/.test(text) ? withinReason(Date.parse(text)) : null;
}

function withinReason(moment: number): number | null {
  return Number.isSafeInteger(Math.round(moment)) ? Math.round(moment) : null;
}

/** The `exp` of a token that is a JWT: a hint, for nobody has verified it. */
function jwtExp(token: string): number | null {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return null;
  try {
    const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp?: unknown };
    return typeof exp === 'number' && exp > 0 ? withinReason(exp * SECOND) : null;
  } catch {
    return null;
  }
}
