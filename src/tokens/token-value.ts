import { sha256 } from '../kernel/digest.js';
import type { TokenKind } from './token.types.js';

/** The kind is part of the value, and so of its hash: a handle of one kind never serves as another. */
const PREFIX: Readonly<Record<TokenKind, string>> = { access: 'rga_', refresh: 'rgr_', code: 'rgc_' };

/** 256 bits in base64url. */
const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** @param secret 43 characters of base64url: random, or derived by HMAC from such a value. */
export const valueOf = (kind: TokenKind, secret: string): string => PREFIX[kind] + secret;

/** Whether a text has, as a whole, the exact form of a handle of this kind. */
export const isValueOf = (kind: TokenKind, text: string): boolean =>
  text.startsWith(PREFIX[kind]) && SECRET.test(text.slice(PREFIX[kind].length));

/** What is stored of a value, and what it is found by. */
export const hashOf = (value: string): Buffer => sha256(value);
