import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { PairSecrets } from '../secrets/pair-secrets.js';
import type { Grant } from './grant.types.js';
import { newValue } from './token-value.js';

/** The values of one generation. */
export interface PairValues {
  readonly access: string;
  readonly refresh: string;
}

/**
 * The handles of grants that keep their pair. They follow from the server's key and the row of the grant, so that the pair
 * is found again though nothing of it is stored.
 */
@Injectable()
export class PairHandles {
  constructor(private readonly secrets: PairSecrets) {}

  /**
   * The values of a generation of the grant.
   *
   * @param began when that generation did: their place. A generation that is made twice, for a backup was restored in
   * between, has other values each time.
   */
  of(realm: RealmRef, { id, generation }: Pick<Grant, 'id' | 'generation'>, began: number): PairValues {
    const secrets = this.secrets.of(`generation ${generation} since ${began} of grant ${id} of realm ${realm.id}`);
    return { access: newValue('access', began, secrets.access), refresh: newValue('refresh', began, secrets.refresh) };
  }
}
