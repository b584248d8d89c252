import { createHmac, hash, timingSafeEqual } from 'node:crypto';

/** SHA-256: 32 bytes. Values of 256 random bits are stored as this and nothing else. */
export const sha256 = (value: string | Uint8Array): Buffer => hash('sha256', value, 'buffer');

/** HMAC-SHA-256 (RFC 2104): 32 bytes. */
export const hmacSha256 = (key: Uint8Array, value: string | Uint8Array): Buffer =>
  createHmac('sha256', key).update(value).digest();

/** Compares in a time that depends on the length of `expected` alone. */
export function equalInConstantTime(presented: Uint8Array, expected: Uint8Array): boolean {
  const sameLength = presented.length === expected.length;
  const equal = timingSafeEqual(sameLength ? presented : expected, expected);
  return sameLength && equal;
}
