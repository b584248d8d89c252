import { Clock } from './clock.js';
import { Random } from './random.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A UUID in its canonical lower-case text form; in the database its 16 bytes. */
export const isId = (text: string): boolean => UUID.test(text);

/** Whether a text could be taken for a UUID, whatever its case: such a text is never a client id. */
export const looksLikeId = (text: string): boolean => UUID.test(text.toLowerCase());

export const idToBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');

export function idFromBytes(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

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
