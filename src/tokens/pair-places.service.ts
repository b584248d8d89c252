import { Injectable } from '@nestjs/common';
import { GroupCommit } from '../database/group-commit.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Transaction } from '../database/transaction.js';
import type { GrantOpening } from './grant-openings.service.js';
import { GrantsRepository } from './grants.repository.js';
import { KeptPairsRepository, type KeptPair } from './kept-pairs.repository.js';

/** Gives the place of a pair to a new grant: of many who want it, on any node, to one. */
@Injectable()
export class PairPlaces {
  constructor(
    private readonly places: KeptPairsRepository,
    private readonly grants: GrantsRepository,
    private readonly transaction: Transaction,
    private readonly groupCommit: GroupCommit,
  ) {}

  find(realm: RealmRef, keyHash: Buffer): Promise<KeptPair | null> {
    return this.places.find(realm, keyHash);
  }

  /**
   * The grant and its place are one transaction, so that whoever comes too late leaves no grant behind.
   *
   * @param stored what is stored of its first pair.
   * @param former what the place was seen to hold, which is dead.
   * @returns false when the place has another pair by now.
   */
  take(
    realm: RealmRef,
    keyHash: Buffer,
    { issued, rows }: GrantOpening,
    stored: string | undefined,
    former: KeptPair | null,
  ): Promise<boolean> {
    const place = { keyHash, grantId: issued.grant.id, dueAt: issued.expiresAt };
    const keeping = rows.map((one) =>
      one.table === 'grants' ? { ...one, row: { ...one.row, keptPair: stored ?? null } } : one,
    );
    return this.transaction.run(async () => {
      if (former && !(await this.giveUp(realm, former))) return false;
      const taken = former
        ? await this.places.replace(realm, place, former.grantId)
        : await this.places.add(realm, place);
      if (taken) await this.groupCommit.add(keeping);
      return taken;
    });
  }

  /** A refresh that came in between has made a live pair of the dead one. */
  private async giveUp(realm: RealmRef, { grantId, generation }: KeptPair): Promise<boolean> {
    return generation === null || (await this.grants.giveUpPair(realm, grantId, generation));
  }
}
