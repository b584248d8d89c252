import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/client.types.js';
import { GroupCommit } from '../database/group-commit.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Transaction } from '../database/transaction.js';
import { DomainError } from '../kernel/domain-error.js';
import type { Realm } from '../realms/realm.types.js';
import type { User } from '../users/user.types.js';
import { allowedResources } from './audience.rules.js';
import { GrantOpenings, type GrantOpening, type GrantTokens } from './grant-openings.service.js';
import { KeptPairsRepository, type KeptPair } from './kept-pairs.repository.js';
import { PairRepeats } from './pair-repeats.service.js';
import { PairSeal, placeOf, type PairHolder } from './pair-seal.service.js';
import type { Redemption } from './refresh-check.service.js';
import type { GrantStart } from './token.types.js';

/** How often a start is begun anew because somebody else was first; each time that somebody has made a pair, or ended one. */
const TRIES = 8;
/** Seconds. */
const RETRY_AFTER = 1;

export interface StartedPair {
  readonly issued: GrantTokens;
  /** Whether it was made just now, and not given again. */
  readonly fresh: boolean;
}

/** Keeps one live pair for each client, user and scope, and gives it to whoever begins such a grant again. */
@Injectable()
export class KeptPairs {
  constructor(
    private readonly pairs: KeptPairsRepository,
    private readonly seal: PairSeal,
    private readonly repeats: PairRepeats,
    private readonly openings: GrantOpenings,
    private readonly transaction: Transaction,
    private readonly groupCommit: GroupCommit,
  ) {}

  /**
   * The live pair, or a new one in its place. Of many who begin at once, on any node, one makes the pair: grant and place
   * are one transaction, so that nobody else leaves a grant behind.
   *
   */
  async start(realm: Realm, client: Client, user: User, start: GrantStart): Promise<StartedPair> {
    const resources = allowedResources(client, start.resources);
    const holder = { clientId: client.id, userId: user.id, scope: start.scope, resources };
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const kept = await this.pairs.find(realm, placeOf(realm, holder));
      const again = kept && (await this.repeats.answer(realm, client, user, kept, start));
      if (again) return { issued: again, fresh: false };
      const policy = { ...start.policy, keepsPair: true } as const;
      const opening = await this.openings.prepare(realm, client, user, { ...start, policy, withRefresh: true });
      if (await this.take(realm, holder, opening, kept)) return { issued: opening.issued, fresh: true };
    }
    throw new DomainError('unavailable', 'Too many requests for the same tokens at once.', [], RETRY_AFTER);
  }

  /**
   * What is to be kept in the place of the pair that a refresh ends.
   *
   * @returns null for less than was granted, which is not kept.
   */
  async successor(redemption: Redemption, issued: GrantTokens): Promise<KeptPair | null> {
    const { realm, grant, scope, resources } = redemption;
    const whole = scope.length === grant.scope.length && resources.length === grant.resources.length;
    if (!whole || grant.userId === null) return null;
    return this.seal.seal(realm, { ...grant, userId: grant.userId }, issued);
  }

  private async take(
    realm: RealmRef,
    holder: PairHolder,
    { issued, rows }: GrantOpening,
    dead: KeptPair | null,
  ): Promise<boolean> {
    const pair = await this.seal.seal(realm, holder, issued);
    return this.transaction.run(async () => {
      const taken = dead ? await this.pairs.replace(realm, pair, dead.accessHash) : await this.pairs.add(realm, pair);
      if (taken) await this.groupCommit.add(rows);
      return taken;
    });
  }
}
