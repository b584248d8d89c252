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
