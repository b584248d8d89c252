import { Clock } from './clock.js';
import { Random } from './random.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const TEXT_LENGTH = 36;
/** Where in the text the two digits of each byte stand. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
/** Negative, so that what is made of it is. */
const NO_DIGIT = -1;
/** By their character codes. */
const DIGITS = new Int8Array(128).fill(NO_DIGIT);
[...'0123456789abcdef'].forEach((digit, value) => {
  for (const form of [digit, digit.toUpperCase()]) DIGITS[form.charCodeAt(0)] = value;
});

/** A UUID in its canonical lower-case text form; in the database its 16 bytes. */
export const isId = (text: string): boolean => UUID.test(text);

/** Whether a text could be taken for a UUID, whatever its case: such a text is never a client id. */
export const looksLikeId = (text: string): boolean => UUID.test(text.toLowerCase());

/** The 16 bytes of an id; of a text that is none, no bytes at all, which no row has. Asked some twenty times a request. */
export function idToBytes(id: string): Buffer {
  const bytes = Buffer.allocUnsafe(PLACES.length);
  let [next, all] = [0, 0];
  for (const at of PLACES) {
    const byte = (digitAt(id, at) << 4) | digitAt(id, at + 1);
    bytes[next++] = byte;
    all |= byte;
  }
  return all < 0 || id.length !== TEXT_LENGTH ? Buffer.alloc(0) : bytes;
}

const digitAt = (id: string, at: number): number => DIGITS[id.charCodeAt(at)] ?? NO_DIGIT;

export const idFromBytes = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  idFromHex(Buffer.from(buffer, byteOffset, byteLength).toString('hex'));

/**
 * From 32 hexadecimal digits of either case: what the database makes of the bytes with `HEX`. Written into one array, for
 * pieces put together take twice as long.
 */
export function idFromHex(hex: string): string {
  let next = 0;
  for (const at of PLACES) {
    text[at] = hex.charCodeAt(next++) | LOWER_CASE;
    text[at + 1] = hex.charCodeAt(next++) | LOWER_CASE;
  }
  return String.fromCharCode(...text);
}

/** The bit that makes a capital letter a small one, and that every digit has. */
const LOWER_CASE = 0x20;

/** The character codes of the id that is being written; the dashes stay. */
const text = Array.from({ length: TEXT_LENGTH }, () => '-'.charCodeAt(0));

/** The millisecond at which a UUIDv7 was made (RFC 9562 section 5.7). */
export const idTime = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

/** Makes UUIDv7 (RFC 9562 section 5.7): time-ordered, so that new rows land at the end of their index. */
export class Ids {
  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  next(at: number = this.clock.now()): string {
    const bytes = this.random.bytes(16);
    bytes.writeUIntBE(at, 0, 6);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    return idFromBytes(bytes);
  }
}
