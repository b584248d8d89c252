import { sha256Hex } from './digest.js';
import { idFromHex } from './ids.js';

const VERSION = '8';
/** The digits that the variant of RFC 9562 allows, by the two bits that it leaves. */
const VARIANTS = '89ab';
const VERSION_AT = 12;
const VARIANT_AT = 16;

/**
 * The UUIDv8 (RFC 9562 section 5.8) of a value: always the same one, for who must name what has no id. Nothing leads from
 * it back to a value of 256 random bits, nor to the hash that such a value is stored under.
 */
export function derivedId(value: string): string {
  const digits = sha256Hex(`id of ${value}`);
  const variant = VARIANTS[Number.parseInt(digits[VARIANT_AT] ?? '', 16) & 3];
  return idFromHex(
    `${digits.slice(0, VERSION_AT)}${VERSION}${digits.slice(VERSION_AT + 1, VARIANT_AT)}${variant}${digits.slice(VARIANT_AT + 1, 32)}`,
  );
}
