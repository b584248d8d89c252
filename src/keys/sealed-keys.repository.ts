import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { Sql } from '../database/sql.js';
import { idFromBytes, idToBytes } from '../kernel/ids.js';

export interface SealedKey {
  readonly realm: Pick<RealmRef, 'id'>;
  readonly kid: string;
  readonly sealed: string;
}

interface Row {
  readonly realmId: Buffer;
  readonly kid: string;
  readonly sealedPrivateKey: string;
}

/** The sealed private keys of all realms, for the one task that goes through them all: sealing them anew. */
@Injectable()
export class SealedKeysRepository {
  constructor(private readonly sql: Sql) {}

  /** In the order of kids, those that follow one. */
  async next(after: string, limit: number): Promise<SealedKey[]> {
    const statement = 'SELECT realmId, kid, sealedPrivateKey FROM signing_keys WHERE kid > ? ORDER BY kid LIMIT ?';
    const rows = await this.sql.query<Row>(statement, [after, limit]);
    return rows.map(({ realmId, kid, sealedPrivateKey }) => ({
      realm: { id: idFromBytes(realmId) },
      kid,
      sealed: sealedPrivateKey,
    }));
  }

  /** Nothing when another node has sealed it anew. */
  async replace(realm: Pick<RealmRef, 'id'>, { kid, sealed }: SealedKey, anew: string): Promise<void> {
    const statement =
      'UPDATE signing_keys SET sealedPrivateKey = ? WHERE realmId = ? AND kid = ? AND sealedPrivateKey = ?';
    await this.sql.execute(statement, [anew, idToBytes(realm.id), kid, sealed]);
  }
}
