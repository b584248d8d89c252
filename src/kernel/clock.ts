/** The one source of time. Every decision about age or expiry asks it once and passes the answer on. */
export abstract class Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  abstract now(): number;
}

export class SystemClock extends Clock {
  now(): number {
    return Date.now();
  }
}

/** JWT and RFC 7662 speak in whole seconds (`NumericDate`), the database in milliseconds. */
export const toSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
