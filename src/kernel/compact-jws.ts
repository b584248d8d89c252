import { constants, verify, type KeyObject } from 'node:crypto';
import { equalInConstantTime, hmacSha256 } from './digest.js';
import type { SigningAlgorithm } from './jws.js';

/** A compact JWS (RFC 7515 section 7.1), read and not yet believed. */
export interface CompactJws {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  /** What is signed. */
  readonly input: string;
  /** Empty for an unsigned one. */
  readonly signature: Buffer;
}

const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/;
const MAX_BYTES = 16 * 1024;

/**
 * Null for what is no JWS of a JSON object, is too long, has bits to spare in one of its parts, or demands an extension
 * (`crit`): there is none that this server knows (RFC 7515 section 4.1.11).
 */
export function readCompact(token: string): CompactJws | null {
  if (token.length > MAX_BYTES) return null;
  const [, header = '', payload = '', signature = ''] = COMPACT.exec(token) ?? [];
  const parts = [header, payload, signature];
  if (!parts.every(isCanonical)) return null;
  const [head, claims] = [parseObject(header), parseObject(payload)];
  if (!head || !claims || 'crit' in head || 'b64' in head) return null;
  return { header: head, claims, input: `${header}.${payload}`, signature: Buffer.from(signature, 'base64url') };
}

/** Whether a key made the signature with that algorithm, whatever the header says. Asked of a key of another type: no. */
export function isSignedBy({ input, signature }: CompactJws, algorithm: SigningAlgorithm, key: KeyObject): boolean {
  if (!fits(algorithm, key)) return false;
  try {
    return verify('sha256', Buffer.from(input), verifyOptions(algorithm, key), signature);
  } catch {
    return false;
  }
}

/** Whether whoever holds the secret made it with HMAC-SHA-256 (RFC 7518 section 3.2), whatever the header says. */
export const isAuthenticatedBy = ({ input, signature }: CompactJws, secret: Uint8Array): boolean =>
  equalInConstantTime(signature, hmacSha256(secret, input));

/** RFC 7518 sections 3.3 to 3.5: P-256 and no other curve, RSA of 2048 bits at least. */
function fits(
  algorithm: SigningAlgorithm,
  { asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject,
): boolean {
  if (algorithm === 'ES256') return type === 'ec' && details?.namedCurve === 'prime256v1';
  return type === 'rsa' && (details?.modulusLength ?? 0) >= 2048;
}

function verifyOptions(algorithm: SigningAlgorithm, key: KeyObject) {
  if (algorithm === 'ES256') return { key, dsaEncoding: 'ieee-p1363' as const };
  if (algorithm === 'PS256') return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  return { key, padding: constants.RSA_PKCS1_PADDING };
}

/** Base64url leaves bits over in its last letter: only one of their values is the token that was made. */
const isCanonical = (part: string): boolean => Buffer.from(part, 'base64url').toString('base64url') === part;

function parseObject(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
