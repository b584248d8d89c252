import { Injectable } from '@nestjs/common';
import { GrantsRepository } from './grants.repository.js';
import { KeptPairsRepository, type DuePlace } from './kept-pairs.repository.js';
import { endOfKept } from './pair-seal.service.js';

/** Milliseconds. A refresh does not tell the place of its pair when the new one expires: it is looked at again and again. */
const NEXT_LOOK = 60 * 60 * 1000;

/** Erases pairs whose access tokens have expired, of all realms: housekeeping. */
@Injectable()
export class PairExpiry {
  constructor(
    private readonly places: KeptPairsRepository,
    private readonly grants: GrantsRepository,
  ) {}

  /** @returns at how many places it has looked; fewer than `limit` when none are left. */
  async prune(now: number, limit: number): Promise<number> {
    const due = await this.places.due(now, limit);
    const [over, others] = divide(due, ({ grantEnd }) => grantEnd === null || grantEnd <= now);
    await this.grants.eraseThesePairs(others.filter((place) => hasExpired(place, now)));
    await this.places.deleteDue(over.map(keyOf), now);
    await this.places.postponeDue(others.map(keyOf), now, now + NEXT_LOOK);
    return due.length;
  }
}

const keyOf = ({ keyHash }: DuePlace): Buffer => keyHash;

const hasExpired = (place: DuePlace, now: number): place is DuePlace & { sealed: string } =>
  place.sealed !== null && endOfKept(place.sealed) <= now;

function divide<T>(all: readonly T[], is: (one: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((one) => !is(one))];
}
