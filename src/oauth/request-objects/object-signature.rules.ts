import type { Client } from '../../clients/client.types.js';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../../kernel/jws.js';

type Registered = Pick<Client, 'requestObjectSigningAlg' | 'origin'>;

/** Only clients that registered themselves, and not for an algorithm (OpenID Connect Registration section 2). */
export const takesUnsigned = ({ requestObjectSigningAlg: registered, origin }: Registered): boolean =>
  origin === 'registration' && (registered === null || registered === 'none');

/** The algorithm that the header names, where the client may use it: one that it has registered is the only one. */
export function objectAlgorithm(
  { requestObjectSigningAlg: registered }: Registered,
  named: unknown,
): SigningAlgorithm | null {
  const algorithm = SIGNING_ALGORITHMS.find((known) => known === named) ?? null;
  return registered === null || registered === algorithm ? algorithm : null;
}

/** RFC 9101 sections 4 and 10.8: JWTs of another type were made for something else. */
const TYPES: readonly unknown[] = [undefined, 'jwt', 'oauth-authz-req+jwt'];

export const isOfType = (typ: unknown): boolean =>
  TYPES.includes(typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : typ);
