import { Injectable } from '@nestjs/common';
import type { Client } from '../clients/client.types.js';
import type { TableRow } from '../database/group-commit.js';
import { Random } from '../kernel/random.js';
import type { Realm } from '../realms/realm.types.js';
import { RefreshSuccessor } from '../secrets/refresh-successor.js';
import type { Grant } from './grant.types.js';
import { refreshEnd } from './lifetime.rules.js';
import { toTokenRow } from './token.mapper.js';
import { hashOf, newValue, valueAfter } from './token-value.js';

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
    private readonly random: Random,
  ) {}

  /** The first one of a grant. */
  first(realm: Realm, client: Client, grant: Grant, at = grant.createdAt): RefreshHandle {
    return this.handle(realm, client, grant, newValue('refresh', at, this.random.secret()), at);
  }

  /** The one that follows a value that was presented; the same, whoever asks and however often. */
  next(realm: Realm, client: Client, grant: Grant, presented: string, at: number): RefreshHandle {
    return this.handle(realm, client, grant, this.valueAfter(presented), at);
  }

  valueAfter(presented: string): string {
    return valueAfter(presented, this.successor.of(presented));
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
