import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { BoundedMap } from '../kernel/bounded-map.js';
import {
  encodeHeader,
  importPrivateKey,
  importPublicJwk,
  type KeyObject,
  type SigningAlgorithm,
} from '../kernel/jws.js';
import { Sealer } from '../kernel/seal.js';
import { sealedRow } from './key-maker.js';
import type { Signer, VerificationKey } from './key.types.js';
import { type PublicKeyRow, SigningKeysRepository } from './signing-keys.repository.js';

/** A signer with what its node knows of it. */
export interface LoadedSigner extends Signer {
  /** Encoded protected headers by `typ`. */
  readonly headers: Map<string, string>;
  /** As the database knows it, or less when another node raised it. */
  longestTokenSeconds: number;
}

const LIMIT = 4096;

/** Keys ready for use, kept by kid: the material of a kid never changes. Whether a key is still good is asked elsewhere. */
@Injectable()
export class KeyMaterial {
  private readonly signers = new BoundedMap<string, LoadedSigner>(LIMIT);
  private readonly publicKeys = new BoundedMap<string, KeyObject>(LIMIT);

  constructor(
    private readonly keys: SigningKeysRepository,
    private readonly sealer: Sealer,
  ) {}

  async signer(realm: RealmRef, kid: string, alg: SigningAlgorithm): Promise<LoadedSigner> {
    const known = this.signers.get(kid);
    if (known) return known;
    const row = await this.keys.sealedKey(realm, kid);
    if (!row) throw new Error(`The key ${kid} is gone.`);
    const privateKey = importPrivateKey(this.sealer.open(row.sealedPrivateKey, sealedRow(kid)));
    const signer = { kid, alg, privateKey, headers: new Map(), longestTokenSeconds: row.longestTokenSeconds };
    this.signers.set(kid, signer);
    return signer;
  }

  verificationKey({ kid, alg, publicJwk }: PublicKeyRow): VerificationKey {
    const publicKey = this.publicKeys.get(kid) ?? importPublicJwk(JSON.parse(publicJwk) as Record<string, unknown>);
    this.publicKeys.set(kid, publicKey);
    return { kid, alg, publicKey };
  }
}

export function headerOf(signer: LoadedSigner, typ: string): string {
  const known = signer.headers.get(typ);
  if (known !== undefined) return known;
  const header = encodeHeader({ alg: signer.alg, kid: signer.kid, typ });
  signer.headers.set(typ, header);
  return header;
}
