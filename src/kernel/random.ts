import { randomBytes } from 'node:crypto';

/** The one source of randomness; cryptographically strong in production, seeded in tests. */
export abstract class Random {
  abstract bytes(length: number): Buffer;

  /** Text of 43 characters of base64url: 256 bits, the size of every token and generated secret. */
  secret(): string {
    return this.bytes(32).toString('base64url');
  }
}

export class SystemRandom extends Random {
  bytes(length: number): Buffer {
    return randomBytes(length);
  }
}
