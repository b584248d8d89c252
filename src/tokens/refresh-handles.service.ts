import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/client.types.js';
import type { TableRow } from '../database/group-commit.js';
import { Random } from '../kernel/random.js';
import type { Realm } from '../realms/realm.types.js';
import { RefreshSuccessor } from '../secrets/refresh-successor.js';
import type { Grant } from './grant.types.js';
import { refreshEnd } from './lifetime.rules.js';
import { PairHandles } from './pair-handles.service.js';
import type { PresentedRefresh } from './redemption.js';
import { toTokenRow } from './token.mapper.js';
import { hashOf, newValue } from './token-value.js';

export interface RefreshHandle {
  readonly value: string;
  readonly expiresAt: number;
  /** To be committed before the value is handed out. */
  readonly row: TableRow;
}

/** Makes refresh tokens. Commits nothing. */
@Injectable()
export class RefreshHandles {
  constructor(
    private readonly successor: RefreshSuccessor,
    private readonly pairs: PairHandles,
    private readonly random: Random,
  ) {}

  /** The first one of a grant. */
  first(realm: Realm, client: Client, grant: Grant, at = grant.createdAt): RefreshHandle {
    return this.handle(realm, client, grant, this.firstValue(realm, grant, at), at);
  }

  /** The one that follows another. @param grant as it is with it. */
  next({ realm, client, at }: PresentedRefresh, grant: Grant, value: string): RefreshHandle {
    return this.handle(realm, client, grant, value, at);
  }

  /**
   * What follows a value that was presented; the same, whoever asks and however often.
   *
   * @param began when its generation did: its place, among all that is issued then.
   */
  valueAfter({ realm, grant, presented, token }: PresentedRefresh, began: number): string {
    if (!grant.policy.keepsPair) return newValue('refresh', began, this.successor.of(presented, began));
    return this.pairs.of(realm, { id: grant.id, generation: token.generation + 1 }, began).refresh;
  }

  private firstValue(realm: Realm, grant: Grant, at: number): string {
    if (!grant.policy.keepsPair) return newValue('refresh', at, this.random.secret());
    return this.pairs.of(realm, grant, at).refresh;
  }

  private handle(realm: Realm, client: Client, grant: Grant, value: string, at: number): RefreshHandle {
    const expiresAt = refreshEnd(realm, client, at, grant.expiresAt);
    const row = toTokenRow(realm, {
      hash: hashOf(value),
      kind: 'refresh',
      grantId: grant.id,
      clientId: client.id,
      scope: grant.scope,
      audience: [],
      generation: grant.generation,
      issuedAt: at,
      expiresAt,
    });
    return { value, expiresAt, row };
  }
}
