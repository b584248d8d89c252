import { sha256 } from '../../kernel/digest.js';

/**
 * `at_hash` and `c_hash` (OpenID Connect Core sections 3.1.3.6 and 3.3.2.11): the left half of the hash that belongs to the
 * algorithm of the ID token, which is SHA-256 for every algorithm of this server.
 */
export const tokenHash = (value: string): string => sha256(value).subarray(0, 16).toString('base64url');
