import { equalInConstantTime, sha256 } from '../kernel/digest.js';

/** The one method there is: `plain` proves nothing to whoever reads the request (RFC 9700 section 2.1.1). */
export const S256 = 'S256';

/** RFC 7636 section 4.1. */
const VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/;
/** A SHA-256 in base64url without padding (RFC 7636 section 4.2). */
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/;

/** Whether a text can be a challenge of S256: exactly the form in which 256 bits are written. */
export const isChallenge = (text: string): boolean =>
  CHALLENGE.test(text) && Buffer.from(text, 'base64url').toString('base64url') === text;

/** Whether the verifier has the form of one and is that of the challenge (RFC 7636 section 4.6). */
export const verifierMatches = (verifier: string, challenge: string): boolean =>
  VERIFIER.test(verifier) &&
  equalInConstantTime(Buffer.from(sha256(verifier).toString('base64url')), Buffer.from(challenge));
