import { importPublicJwk, type KeyObject, type SigningAlgorithm } from '../../kernel/jws.js';

export type Jwk = Readonly<Record<string, unknown>>;

const KEY_TYPES: Readonly<Record<SigningAlgorithm, string>> = { ES256: 'EC', RS256: 'RSA', PS256: 'RSA' };
/** A signature is tried with no more keys than that: whoever sends it does not choose how much work it makes. */
const MAX_TRIED = 4;
const MAX_MODULUS_BITS = 8192;

/**
 * The keys of a set that a signature may have been made with (RFC 7517 section 4): those of the `kid` it names, as text and
 * nothing more, of the type that the algorithm needs, and not meant for something else. Keys of one `kid` are told apart by
 * their type. Nothing but the set and the `kid` decides: `jwk`, `jku`, `x5u` and `x5c` of a header are not looked at
 * (requirement 46).
 */
export function selectKeys(keys: readonly Jwk[], kid: unknown, algorithm: SigningAlgorithm): KeyObject[] {
  return keys
    .filter((key) => (kid === undefined || key['kid'] === kid) && isFor(key, algorithm))
    .slice(0, MAX_TRIED)
    .flatMap(imported);
}

const isFor = ({ kty, use, alg, key_ops: operations }: Jwk, algorithm: SigningAlgorithm): boolean =>
  kty === KEY_TYPES[algorithm] &&
  (use === undefined || use === 'sig') &&
  (alg === undefined || alg === algorithm) &&
  (operations === undefined || (Array.isArray(operations) && operations.includes('verify')));

function imported(jwk: Jwk): KeyObject[] {
  try {
    const { kty, crv, x, y, n, e } = jwk;
    const key = importPublicJwk(kty === 'EC' ? { kty, crv, x, y } : { kty, n, e });
    return (key.asymmetricKeyDetails?.modulusLength ?? 0) > MAX_MODULUS_BITS ? [] : [key];
  } catch {
    return [];
  }
}
