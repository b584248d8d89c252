import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import type { Statements } from '../database/statements.js';
import type { HeldTransaction } from '../database/transaction.js';
import { KeptPairsRepository, nameOfPlace, type KeptPair, type PlacedPair } from './kept-pairs.repository.js';

/** What a refresh makes of the pair that its grant keeps. */
export interface PairSuccession {
  readonly realm: RealmRef;
  readonly grantId: string;
  /** What is kept from now on; null for nothing, absent where the grant keeps none. */
  readonly pair?: KeptPair | null;
}

/** Puts the pairs of many refreshes into their places, within the transaction that all of them share. */
@Injectable()
export class PairSuccessions {
  constructor(private readonly pairs: KeptPairsRepository) {}

  /** A place that holds the pair of another grant, whose access token lives on, is left to it. */
  async settle(
    { statements, follow }: HeldTransaction,
    successions: readonly PairSuccession[],
    now: number,
  ): Promise<void> {
    const placed: PlacedPair[] = [];
    for (const { realm, grantId, pair } of successions) {
      if (pair) placed.push({ realm, pair });
      else if (pair === null) await follow(() => this.pairs.erase(realm, grantId));
    }
    if (placed.length > 0) await this.place(statements, placed, now);
  }

  /** Where several are for one place, it is as if they came one after the other. */
  private async place(within: Statements, placed: readonly PlacedPair[], now: number): Promise<void> {
    const first = firstOfEachPlace(placed);
    const emptied = await this.pairs.empty(within, first, now);
    await this.fill(within, emptied === first.length ? first : await this.pairs.free(within, first));
    if (first.length === placed.length) return;
    const later = placed.filter((one) => !first.includes(one));
    await this.place(within, later, now);
  }

  /** A place that was free before is nobody's yet: another process may be the first in it. */
  private async fill(within: Statements, free: readonly PlacedPair[]): Promise<void> {
    if (free.length === 0 || (await this.pairs.addAll(within, free))) return;
    for (const one of free) await this.pairs.addAll(within, [one]);
  }
}

function firstOfEachPlace(placed: readonly PlacedPair[]): PlacedPair[] {
  const places = new Map<string, PlacedPair>();
  for (const one of placed) {
    const name = nameOfPlace(one.pair.keyHash);
    if (!places.has(name)) places.set(name, one);
  }
  return [...places.values()];
}
