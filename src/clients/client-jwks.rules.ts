import type { ClientJwks } from './sign-in.types.js';

const MAX_KEYS = 20;
const MAX_BYTES = 16 * 1024;
const PUBLIC_TYPES: readonly unknown[] = ['RSA', 'EC', 'OKP'];
/** RFC 7518 sections 6.2.2, 6.3.2 and 6.4: who holds one of these could sign in the place of the client. */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/** Why a set of client keys cannot be taken; null for one that can. Which of its keys fits is seen when one is needed. */
export function jwksFault(jwks: ClientJwks): string | null {
  const { keys } = jwks as { keys?: unknown };
  if (!Array.isArray(keys) || keys.length === 0) return 'has no list of keys';
  if (keys.length > MAX_KEYS) return `has more than ${MAX_KEYS} keys`;
  if (Buffer.byteLength(JSON.stringify(jwks)) > MAX_BYTES) return `has more than ${MAX_BYTES} bytes`;
  return keys.map(keyFault).find((message) => message !== null) ?? null;
}

function keyFault(key: unknown): string | null {
  if (typeof key !== 'object' || key === null) return 'has a key that is no object';
  if (PRIVATE_MEMBERS.some((name) => name in key)) return 'has a key that is not public';
  return PUBLIC_TYPES.includes((key as { kty?: unknown }).kty) ? null : 'has a key of an unknown type';
}
