import { randomFillSync } from 'node:crypto';

/** The one source of randomness; cryptographically strong in production, seeded in tests. */
export abstract class Random {
  abstract bytes(length: number): Buffer;

  /** Text of 43 characters of base64url: 256 bits, the size of every token and generated secret. */
  secret(): string {
    return this.bytes(32).toString('base64url');
  }

  /** Text over an alphabet of 2 to 256 letters, each as likely as the others: what would favour some is drawn again. */
  text(length: number, alphabet: string): string {
    const fair = 256 - (256 % alphabet.length);
    let text = '';
    while (text.length < length) {
      for (const byte of this.bytes(length - text.length)) {
        if (byte < fair) text += alphabet.charAt(byte % alphabet.length);
      }
    }
    return text;
  }
}

const POOL_BYTES = 4096;

/** Draws from the system in large pieces, for each call there costs more than the bytes. No byte is given out twice. */
export class SystemRandom extends Random {
  private readonly pool = Buffer.alloc(POOL_BYTES);
  private used = POOL_BYTES;

  bytes(length: number): Buffer {
    if (length > POOL_BYTES / 4) return randomFillSync(Buffer.alloc(length));
    if (this.used + length > POOL_BYTES) this.refill();
    const piece = this.pool.subarray(this.used, this.used + length);
    const bytes = Buffer.from(piece);
    piece.fill(0);
    this.used += length;
    return bytes;
  }

  private refill(): void {
    randomFillSync(this.pool);
    this.used = 0;
  }
}
