import { createCipheriv, createDecipheriv } from 'node:crypto';
import { sha256 } from './digest.js';
import { Random } from './random.js';

/** A 256-bit key with the name under which sealed values remember it. */
export interface SealingKey {
  readonly kid: string;
  readonly key: Buffer;
}

/** The value cannot be opened: unknown key, another row's value, or altered. Carries no part of it. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/** The name of a key that was given none: the first 8 hex digits of its SHA-256. */
export const defaultKid = (key: Uint8Array): string => sha256(key).toString('hex').slice(0, 8);

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals with AES-256-GCM. A sealed value is `kid.base64url(nonce, ciphertext, tag)`; the row it belongs to is bound in
 * as associated data, so that a value moved to another row does not open.
 */
export class Sealer {
  private readonly active: SealingKey;
  private readonly byKid: ReadonlyMap<string, SealingKey>;

  /** @param keys the first seals, all open. */
  constructor(
    keys: readonly SealingKey[],
    private readonly random: Random,
  ) {
    const [active] = keys;
    if (!active) throw new SealError('A sealer needs at least one key.');
    this.active = active;
    this.byKid = new Map(keys.map((key) => [key.kid, key]));
  }

  seal(plaintext: Uint8Array, row: string): string {
    const nonce = this.random.bytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.active.key, nonce).setAAD(Buffer.from(row));
    const sealed = Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
    return `${this.active.kid}.${sealed.toString('base64url')}`;
  }

  /** @throws SealError */
  open(sealed: string, row: string): Buffer {
    const dot = sealed.lastIndexOf('.');
    const key = this.byKid.get(sealed.slice(0, dot));
    if (!key) throw new SealError(`No key ${JSON.stringify(sealed.slice(0, dot))} to open ${row} with.`);
    const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url');
    if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new SealError(`The sealed value of ${row} is cut short.`);
    return decrypt(key.key, bytes, row);
  }

  /** Whether the value was sealed by the key that seals now; if not, it is due to be sealed anew. */
  isCurrent(sealed: string): boolean {
    return sealed.slice(0, sealed.lastIndexOf('.')) === this.active.kid;
  }
}

function decrypt(key: Buffer, bytes: Buffer, row: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(row));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new SealError(`The sealed value of ${row} was altered or belongs to another row.`, { cause });
  }
}
