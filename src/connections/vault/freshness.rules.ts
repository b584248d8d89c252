import type { HeldConnection } from './connection-secrets.repository.js';

/** What is asked of an access token. Times are UTC milliseconds. */
export interface Wish {
  readonly now: number;
  /** How long it has to be good for, milliseconds. */
  readonly minTtl: number;
  /** How long no refresh follows another one, milliseconds. */
  readonly rest: number;
}

/** Whether the access token may be used: it has not reached the end that is known of it. */
export const isAlive = ({ connection, secret }: HeldConnection, { now, minTtl }: Omit<Wish, 'rest'>): boolean =>
  secret.access !== null && (connection.accessExpiresAt === null || connection.accessExpiresAt - now > minTtl);

/** A token that was refreshed a moment ago is refused for another reason than its age, and does not get any younger. */
export const isJustRefreshed = (
  { connection: { lastRefreshedAt } }: HeldConnection,
  { now, rest }: Pick<Wish, 'now' | 'rest'>,
): boolean => lastRefreshedAt !== null && now - lastRefreshedAt < rest;

/** Whether it should be renewed before it is used, if it can be. */
export const isDue = (held: HeldConnection, wish: Wish): boolean =>
  !(isAlive(held, wish) || isBest(held, wish)) || (held.secret.dueAt !== null && held.secret.dueAt <= wish.now);

/** The provider gives none that lives longer; of the first one, which may have come from elsewhere, that is not known. */
const isBest = (held: HeldConnection, { now, rest }: Wish): boolean =>
  held.secret.version > 1 && isJustRefreshed(held, { now, rest }) && isAlive(held, { now, minTtl: 0 });

/** Milliseconds. */
export interface BackOff {
  readonly first: number;
  readonly most: number;
}

/** How long a provider that fails is left alone: as long as it says, else twice as long each time. */
export const delayAfter = (
  failures: number,
  retryAfterMs: number | null | undefined,
  { first, most }: BackOff,
): number => retryAfterMs ?? Math.min(first * 2 ** Math.min(failures, 30), most);
