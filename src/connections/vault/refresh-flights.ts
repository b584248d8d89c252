/**
 * Has one piece of work under way for each key: whoever asks for it meanwhile waits for the same. Nobody waits for longer
 * than a limit, and work that does not come to an end does not stand in the way for ever.
 */
export class RefreshFlights<T> {
  private readonly underWay = new Map<string, Promise<T>>();

  /** Milliseconds. @param patience of one who waits. @param longest for which work is taken to be still going on. */
  constructor(
    private readonly limits: { readonly patience: number; readonly longest: number },
    private readonly tooLate: () => Error,
  ) {}

  has(key: string): boolean {
    return this.underWay.has(key);
  }

  run(key: string, work: () => Promise<T>): Promise<T> {
    return this.bounded(this.underWay.get(key) ?? this.start(key, work));
  }

  private start(key: string, work: () => Promise<T>): Promise<T> {
    const flight = work();
    this.underWay.set(key, flight);
    const land = (): void => {
      clearTimeout(lost);
      if (this.underWay.get(key) === flight) this.underWay.delete(key);
    };
    const lost = setTimeout(land, this.limits.longest).unref();
    flight.then(land, land);
    return flight;
  }

  private bounded(flight: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const giveUp = setTimeout(() => reject(this.tooLate()), this.limits.patience).unref();
      flight.then(resolve, reject).finally(() => clearTimeout(giveUp));
    });
  }
}
