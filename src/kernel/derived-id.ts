import { sha256 } from './digest.js';
import { idFromBytes } from './ids.js';

/**
 * The UUIDv8 (RFC 9562 section 5.8) of a value: always the same one, for who must name what has no id. Nothing leads from
 * it back to a value of 256 random bits, nor to the hash that such a value is stored under.
 */
export function derivedId(value: string): string {
  const bytes = Buffer.from(sha256(`id of ${value}`).subarray(0, 16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return idFromBytes(bytes);
}
