import { sha256 } from '../kernel/digest.js';
import type { TokenKind } from './token.types.js';

/** The kind is part of the value, and so of its hash: a handle of one kind never serves as another. */
const PREFIX: Readonly<Record<TokenKind, string>> = { access: 'rga_', refresh: 'rgr_', code: 'rgc_' };
const PREFIX_LENGTH = 4;

/** Where a handle stands among all others: a time in milliseconds, six bytes in base64url. */
const PLACE_BYTES = 6;
const PLACE_LENGTH = 8;

/** The place, and 256 bits in base64url. */
const REST = /^[A-Za-z0-9_-]{51}$/;

/** @param secret 43 characters of base64url: random, or as good as that. */
export const newValue = (kind: TokenKind, at: number, secret: string): string => PREFIX[kind] + placeOf(at) + secret;

/** Whether a text has, as a whole, the exact form of a handle of this kind. */
export const isValueOf = (kind: TokenKind, text: string): boolean =>
  text.startsWith(PREFIX[kind]) && REST.test(text.slice(PREFIX_LENGTH));

/**
 * What is stored of a value, and what it is found by: its place, and then 208 bits of its SHA-256. Rows of one time so
 * stand together in the database's index, where whole hashes would be strewn all over it and each cost a page of its own.
 */
export function hashOf(value: string): Buffer {
  const hash = sha256(value);
  hash.write(value.slice(PREFIX_LENGTH, PREFIX_LENGTH + PLACE_LENGTH), 0, 'base64url');
  return hash;
}

function placeOf(at: number): string {
  const place = Buffer.alloc(PLACE_BYTES);
  place.writeUIntBE(at, 0, PLACE_BYTES);
  return place.toString('base64url');
}
