import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { Transaction } from '../database/transaction.js';
import { Clock, toSeconds } from '../kernel/clock.js';
import { signCompact, type SigningAlgorithm } from '../kernel/jws.js';
import type { Realm } from '../realms/realm.types.js';
import { headerOf, KeyMaterial, type LoadedSigner } from './key-material.js';
import { KeyRotation, type PreparedPair } from './key-rotation.service.js';
import type { KeySet, KeyState, KeyView, Signer, VerificationKey } from './key.types.js';
import { CLOCK_SKEW } from './publication.rules.js';
import { SigningKeysRepository } from './signing-keys.repository.js';

/** A claims set with its end of life: without one a retired key could never be taken down. */
export type SignedClaims = Readonly<Record<string, unknown>> & {
  /** `NumericDate` (RFC 7519 section 2), seconds. */
  readonly exp: number;
};

type Claims = SignedClaims | Promise<SignedClaims>;

/** The longest token of a key is noted in whole hours, so that it is written a few times in the life of a key. */
const HOUR = 3600;

@Injectable()
export class KeysService {
  constructor(
    private readonly keys: SigningKeysRepository,
    private readonly material: KeyMaterial,
    private readonly rotation: KeyRotation,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  /** The key that signs now; made on first need where the realm has none of that algorithm. */
  signer(realm: Realm, alg: SigningAlgorithm = realm.signingAlgorithm): Promise<Signer> {
    return this.loadSigner(realm, alg);
  }

  /**
   * Compact JWS (RFC 7515 section 7.1) with `alg`, `kid` and `typ` in its header.
   *
   * @param toSign may still be under way: what it waits for is then read together with the key
   * @param neededUntil UTC seconds up to which the signature is to be verified here, where that is after its `exp`
   */
  async sign(
    realm: RealmRef,
    alg: SigningAlgorithm,
    typ: string,
    toSign: Claims,
    neededUntil?: number,
  ): Promise<string> {
    const write = await this.readyToSign(realm, alg, typ, toSign, neededUntil);
    return write();
  }

  /** The same, but for the signature itself: it is made when the function is called, which needs nothing but the processor. */
  async readyToSign(
    realm: RealmRef,
    alg: SigningAlgorithm,
    typ: string,
    toSign: Claims,
    neededUntil = 0,
  ): Promise<() => string> {
    const [signer, claims] = await Promise.all([this.loadSigner(realm, alg), toSign]);
    await this.noteLength(realm, signer, Math.max(claims.exp, neededUntil));
    return () => signCompact(headerOf(signer, typ), claims, alg, signer.privateKey);
  }

  /** A key of this realm that is published at the moment; null for any other kid. */
  async verificationKey(realm: RealmRef, kid: string): Promise<VerificationKey | null> {
    const row = await this.keys.publicKey(realm, kid);
    return row && isServed(row, this.clock.now()) ? this.material.verificationKey(row) : null;
  }

  /** The JWK Set of the realm (RFC 7517 section 5): every key that signs, will sign next, or has signed what still lives. */
  async jwks(realm: RealmRef): Promise<KeySet> {
    const now = this.clock.now();
    const served = (await this.keys.publicKeys(realm)).filter((key) => isServed(key, now));
    return { keys: served.map(({ publicJwk, kid, alg }) => ({ ...parse(publicJwk), kid, alg, use: 'sig' })) };
  }

  async list(realm: RealmRef): Promise<KeyView[]> {
    return (await this.keys.listAll(realm)).map((key) => ({
      kid: key.kid,
      alg: key.alg,
      state: key.state,
      publicJwk: key.publicJwk,
      createdAt: key.createdAt,
      retiredAt: key.retiredAt,
      servedUntil: key.servedUntil,
    }));
  }

  /** Makes the first keys of a realm, which takes a while: to be called before the transaction that provisions it. */
  prepare(): Promise<PreparedPair[]> {
    return this.rotation.prepare();
  }

  async provision(realm: RealmRef, prepared?: readonly PreparedPair[]): Promise<void> {
    await this.rotation.provision(realm, prepared ?? (await this.prepare()));
  }

  /**
   * @param alongWith what else is written in the transaction of the rotation
   * @returns false when another node has just rotated instead.
   * @throws DomainError `conflict` while cached key sets may lack the keys that would sign.
   */
  rotate(realm: RealmRef, alongWith?: () => Promise<void>): Promise<boolean> {
    return this.rotation.rotate(realm, alongWith);
  }

  deleteAllOf(realm: RealmRef): Promise<void> {
    return this.keys.deleteAllOf(realm);
  }

  private async loadSigner(realm: RealmRef, alg: SigningAlgorithm): Promise<LoadedSigner> {
    const kid = (await this.keys.activeKid(realm, alg)) ?? (await this.makeFirst(realm, alg));
    return this.material.signer(realm, kid, alg);
  }

  private async makeFirst(realm: RealmRef, alg: SigningAlgorithm): Promise<string> {
    await this.rotation.ensure(realm, alg);
    const kid = await this.keys.activeKid(realm, alg);
    if (kid === null) throw new Error(`The realm ${realm.name} has no key for ${alg}.`);
    return kid;
  }

  /** Before a token leaves that outlives every other one of its key, the database knows. */
  private async noteLength(realm: RealmRef, signer: LoadedSigner, exp: number): Promise<void> {
    const now = this.clock.now();
    const lifetime = exp - toSeconds(now);
    if (lifetime <= signer.longestTokenSeconds) return;
    const seconds = Math.ceil(lifetime / HOUR) * HOUR;
    await this.keys.noteLongestToken(realm, signer.kid, seconds, now + (seconds + CLOCK_SKEW) * 1000);
    await this.transaction.afterCommit(() => {
      signer.longestTokenSeconds = Math.max(signer.longestTokenSeconds, seconds);
    });
  }
}

const isServed = (key: { state: KeyState; servedUntil: number | null }, now: number): boolean =>
  key.state !== 'retired' || (key.servedUntil ?? 0) > now;

const parse = (jwk: string): Record<string, unknown> => JSON.parse(jwk) as Record<string, unknown>;
