import type { KeyObject, SigningAlgorithm } from '../kernel/jws.js';

/** `next` is published and does not sign yet, `active` signs, `retired` is served until its last token has expired. */
export type KeyState = 'next' | 'active' | 'retired';

/** The key that signs now, ready for use. Immutable, and so kept in memory by its kid. */
export interface Signer {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly privateKey: KeyObject;
}

export interface VerificationKey {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly publicKey: KeyObject;
}

/** What an administrator sees of a key. */
export interface KeyView {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly state: KeyState;
  readonly publicJwk: Record<string, unknown>;
  readonly createdAt: number;
  readonly retiredAt: number | null;
  readonly servedUntil: number | null;
}

/** A JWK Set (RFC 7517 section 5) of public keys. */
export interface KeySet {
  readonly keys: readonly Record<string, unknown>[];
}

/** The claims of a JWT whose signature was found good. */
export interface JwtClaims {
  readonly exp: number;
  readonly [claim: string]: unknown;
}
