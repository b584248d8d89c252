import { Injectable } from '@nestjs/common';
import { sha256 } from '../kernel/digest.js';
import { exportPrivateKey, exportPublicJwk, generatePrivateKey, type SigningAlgorithm } from '../kernel/jws.js';
import { Sealer } from '../kernel/seal.js';

/** A key that was made and is not stored yet. */
export interface PreparedKey {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly publicJwk: Record<string, unknown>;
  readonly sealedPrivateKey: string;
}

/** What a sealed private part is bound to: moved to another row it does not open. */
export const sealedRow = (kid: string): string => `signing_keys/${kid}`;

@Injectable()
export class KeyMaker {
  constructor(private readonly sealer: Sealer) {}

  /** Takes a fifth of a second for RSA: never inside a transaction. */
  async make(alg: SigningAlgorithm): Promise<PreparedKey> {
    const privateKey = await generatePrivateKey(alg);
    const publicJwk = exportPublicJwk(privateKey);
    const kid = thumbprint(publicJwk);
    return { kid, alg, publicJwk, sealedPrivateKey: this.sealer.seal(exportPrivateKey(privateKey), sealedRow(kid)) };
  }
}

/** The required members of each key type, in lexicographic order (RFC 7638 sections 3.2 and 3.3). */
const THUMBPRINT_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  EC: ['crv', 'kty', 'x', 'y'],
  RSA: ['e', 'kty', 'n'],
};

/** JWK thumbprint with SHA-256 (RFC 7638), base64url: unique as long as the keys are. */
export function thumbprint(jwk: Record<string, unknown>): string {
  const members = THUMBPRINT_MEMBERS[String(jwk['kty'])] ?? [];
  return sha256(JSON.stringify(Object.fromEntries(members.map((name) => [name, jwk[name]])))).toString('base64url');
}
