/** The one source of time. Every decision about age or expiry asks it once and passes the answer on. */
export abstract class Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  abstract now(): number;
}

/** Milliseconds by which the machine's clock may be set back without this process following it. */
const MAX_LEAD = 2 * 60 * 60 * 1000;

/** Share of a second by which a second of this clock is longer while it waits for the machine's. */
const SLOWING = 1 / 64;

interface Sources {
  /** The machine's clock, which whoever runs it, or a time service, may set. */
  readonly wall: () => number;
  /** Milliseconds from anywhere, which nobody can set. */
  readonly steady: () => number;
  /** Told once of each step back of a second or more: by how many milliseconds, and whether this clock followed it. */
  readonly onStepBack: (milliseconds: number, followed: boolean) => void;
}

/**
 * The machine's clock, but one that never goes back within a process: what has expired stays expired. Set back by up to
 * two hours, it goes on from where it was, slightly slower than time, until the machine's has caught up; so lifetimes
 * are right all the while to within two percent. Set back by more, the machine must have been ahead by mistake, and the
 * process would go on living in that future: it follows.
 */
export class SystemClock extends Clock {
  private last = -Infinity;
  /** Where this clock left the machine's. */
  private left: { readonly time: number; readonly steady: number } | null = null;
  private readonly sources: Sources;

  constructor(sources: Partial<Sources> = {}) {
    super();
    this.sources = { wall: Date.now, steady: () => performance.now(), onStepBack: () => undefined, ...sources };
  }

  now(): number {
    const wall = this.sources.wall();
    if (wall >= this.last) {
      this.left = null;
      return (this.last = wall);
    }
    return (this.last = this.without(wall));
  }

  private without(wall: number): number {
    const lead = this.last - wall;
    const followed = lead > MAX_LEAD;
    if (lead >= 1000 && (followed || !this.left)) this.sources.onStepBack(lead, followed);
    if (followed) {
      this.left = null;
      return wall;
    }
    const steady = this.sources.steady();
    this.left ??= { time: this.last, steady };
    return Math.floor(this.left.time + (steady - this.left.steady) * (1 - SLOWING));
  }
}

/** JWT and RFC 7662 speak in whole seconds (`NumericDate`), the database in milliseconds. */
export const toSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
