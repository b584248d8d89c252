import { Injectable } from '@nestjs/common';
import { isDuplicate } from '../database/storage-fault.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Transaction } from '../database/transaction.js';
import { Clock } from '../kernel/clock.js';
import type { SigningAlgorithm } from '../kernel/jws.js';
import { KeyMaker, type PreparedKey } from './key-maker.js';
import { CLOCK_SKEW, refuseUnpublished } from './publication.rules.js';
import type { SigningKeyEntity } from './signing-key.entity.js';
import { SigningKeysRepository } from './signing-keys.repository.js';

/** The key that signs and the one that is published ahead of its turn. */
export interface PreparedPair {
  readonly active: PreparedKey;
  readonly next: PreparedKey;
}

/** Every realm is made with these; keys of other algorithms are made when a client first needs one. */
const INITIAL_ALGORITHMS: readonly SigningAlgorithm[] = ['ES256', 'RS256'];

/** Brings keys into being and moves them on, so that a key is always published before it signs (RFC 7517 section 4.5). */
@Injectable()
export class KeyRotation {
  private readonly pairsInTheMaking = new Map<string, Promise<PreparedPair>>();

  constructor(
    private readonly keys: SigningKeysRepository,
    private readonly maker: KeyMaker,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  prepare(): Promise<PreparedPair[]> {
    return Promise.all(INITIAL_ALGORITHMS.map((alg) => this.makePair(alg)));
  }

  async provision(realm: RealmRef, pairs: readonly PreparedPair[]): Promise<void> {
    await this.keys.insertAll(
      realm,
      pairs.flatMap((pair) => this.firstRows(realm, pair)),
    );
  }

  /** Makes the first keys of an algorithm; of nodes that try at once one succeeds, and all use its keys. */
  async ensure(realm: RealmRef, alg: SigningAlgorithm): Promise<void> {
    const pair = await this.sharedPair(realm, alg);
    try {
      await this.transaction.run(() => this.keys.insertAll(realm, this.firstRows(realm, pair)));
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }

  /**
   * Lets the published keys sign and publishes new ones. Nodes that rotate at once make one rotation: whoever finds that
   * the key it saw signing has been retired meanwhile leaves that algorithm alone.
   *
   * @returns whether this call rotated anything.
   * @throws DomainError `conflict` while cached key sets may lack the keys that would sign.
   */
  async rotate(realm: RealmRef, alongWith?: () => Promise<void>): Promise<boolean> {
    const keys = await this.keys.listAll(realm);
    refuseUnpublished(keys, this.clock.now());
    const signing = keys.filter(({ state }) => state === 'active');
    const steps = await Promise.all(
      signing.map(async (active) => ({ active, fresh: await this.maker.make(active.alg) })),
    );
    return this.transaction.run(async () => {
      let rotated = false;
      for (const { active, fresh } of steps) rotated = (await this.replace(realm, active, fresh)) || rotated;
      await this.keys.deleteUnserved(realm, this.clock.now());
      await alongWith?.();
      return rotated;
    });
  }

  private async replace(realm: RealmRef, active: SigningKeyEntity, fresh: PreparedKey): Promise<boolean> {
    const now = this.clock.now();
    if (!(await this.keys.retire(realm, active.kid, now, CLOCK_SKEW))) return false;
    const serial = active.serial + 1;
    if (!(await this.keys.activate(realm, active.alg, serial))) throw new Error(`No key follows ${active.kid}.`);
    await this.keys.insertAll(realm, [this.row(realm, fresh, { serial: serial + 1, state: 'next' })]);
    return true;
  }

  /** Requests that need the same first key at once share the work of making it, but not a transaction. */
  private sharedPair(realm: RealmRef, alg: SigningAlgorithm): Promise<PreparedPair> {
    const name = `${realm.id}/${alg}`;
    const pair =
      this.pairsInTheMaking.get(name) ?? this.makePair(alg).finally(() => this.pairsInTheMaking.delete(name));
    this.pairsInTheMaking.set(name, pair);
    return pair;
  }

  private async makePair(alg: SigningAlgorithm): Promise<PreparedPair> {
    const [active, next] = await Promise.all([this.maker.make(alg), this.maker.make(alg)]);
    return { active, next };
  }

  private firstRows(realm: RealmRef, { active, next }: PreparedPair): SigningKeyEntity[] {
    return [
      this.row(realm, active, { serial: 1, state: 'active' }),
      this.row(realm, next, { serial: 2, state: 'next' }),
    ];
  }

  private row(realm: RealmRef, key: PreparedKey, place: Pick<SigningKeyEntity, 'serial' | 'state'>): SigningKeyEntity {
    return {
      ...key,
      ...place,
      realmId: realm.id,
      longestTokenSeconds: 0,
      createdAt: this.clock.now(),
      retiredAt: null,
      servedUntil: null,
    };
  }
}
