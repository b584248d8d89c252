import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/client.types.js';
import { DomainError } from '../kernel/domain-error.js';
import type { Realm } from '../realms/realm.types.js';
import type { User } from '../users/user.types.js';
import type { PreparedAccessToken } from './access-tokens.service.js';
import { allowedResources } from './audience.rules.js';
import { GrantOpenings, type GrantTokens } from './grant-openings.service.js';
import { PairPlaces } from './pair-places.service.js';
import { PairRepeats } from './pair-repeats.service.js';
import { PairSeal, placeOf } from './pair-seal.service.js';
import type { Redemption } from './redemption.js';
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
    private readonly places: PairPlaces,
    private readonly seal: PairSeal,
    private readonly repeats: PairRepeats,
    private readonly openings: GrantOpenings,
  ) {}

  /**
   * The live pair, or a new one in its place. Of many who begin at once, on any node, one makes the pair, and nobody else
   * leaves a grant behind.
   */
  async start(realm: Realm, client: Client, user: User, start: GrantStart): Promise<StartedPair> {
    const resources = allowedResources(client, start.resources);
    const place = placeOf(realm, { clientId: client.id, userId: user.id, scope: start.scope, resources });
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const kept = await this.places.find(realm, place);
      const again = kept && (await this.repeats.answer(realm, client, user, kept, start));
      if (again) return { issued: again, fresh: false };
      const policy = { ...start.policy, keepsPair: true } as const;
      const opening = await this.openings.prepare(realm, client, user, { ...start, policy, withRefresh: true });
      const stored = await this.stored(realm, opening.access, opening.issued);
      if (await this.places.take(realm, place, opening, stored, kept)) return { issued: opening.issued, fresh: true };
    }
    throw new DomainError('unavailable', 'Too many requests for the same tokens at once.', { retryAfter: RETRY_AFTER });
  }

  /** Whether what comes of a refresh is kept instead of the pair that it ends: not where it is less than was granted. */
  keeps({ refresh: { grant }, scope, resources }: Redemption): boolean {
    if (!grant.policy.keepsPair) return false;
    return scope.length === grant.scope.length && resources.length === grant.resources.length;
  }

  /** What has to be stored of a pair to give it again, sealed; nothing of one that follows from its grant. */
  async stored(realm: Realm, { derived }: PreparedAccessToken, issued: GrantTokens): Promise<string | undefined> {
    return derived ? undefined : this.seal.seal(realm, issued);
  }
}
