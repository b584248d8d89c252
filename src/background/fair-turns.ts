import pLimit, { type LimitFunction } from 'p-limit';
import type { RealmRef } from '../database/realm-ref.js';
import { BoundedMap } from '../kernel/bounded-map.js';

/** A realm that is forgotten while its work is under way has no more than twice its share. */
const REALMS = 10_000;

/** Does so much at a time, and for one realm no more than a quarter of it. */
export class FairTurns {
  private readonly all: LimitFunction;
  private readonly realms = new BoundedMap<string, LimitFunction>(REALMS);

  constructor(private readonly atOnce: number) {
    this.all = pLimit(atOnce);
  }

  take<T>({ id }: RealmRef, work: () => Promise<T>): Promise<T> {
    const ofRealm = this.realms.get(id) ?? pLimit(Math.ceil(this.atOnce / 4));
    this.realms.set(id, ofRealm);
    return ofRealm(() => this.all(work));
  }
}
