/** One thing without which the server cannot serve. */
export abstract class ReadinessCheck {
  /** As `GET /health/ready` shows it. */
  abstract readonly name: string;

  /** Rejects when it is missing. */
  abstract check(): Promise<void>;
}
