import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { Sql } from '../database/sql.js';
import { idFromBytes, idToBytes } from '../kernel/ids.js';

export interface SealedDataKey {
  /** The realm's id. */
  readonly id: string;
  readonly sealed: string;
}

/** The sealed keys of realms: of one, and of all for the one task that goes through them: sealing them anew. */
@Injectable()
export class RealmDataKeysRepository {
  constructor(private readonly sql: Sql) {}

  /** Null for a realm that is gone. */
  async find(realm: RealmRef): Promise<string | null> {
    const statement = 'SELECT sealedDataKey FROM realms WHERE id = ?';
    const [row] = await this.sql.query<{ sealedDataKey: string }>(statement, [idToBytes(realm.id)]);
    return row?.sealedDataKey ?? null;
  }

  /** In the order of ids, those that follow one. */
  async next(after: string | null, limit: number): Promise<SealedDataKey[]> {
    const statement = 'SELECT id, sealedDataKey FROM realms WHERE id > ? ORDER BY id LIMIT ?';
    const place = after === null ? Buffer.alloc(0) : idToBytes(after);
    const rows = await this.sql.query<{ id: Buffer; sealedDataKey: string }>(statement, [place, limit]);
    return rows.map(({ id, sealedDataKey }) => ({ id: idFromBytes(id), sealed: sealedDataKey }));
  }

  /** Nothing when another node has sealed it anew. */
  async replace({ id, sealed }: SealedDataKey, anew: string): Promise<void> {
    const statement = 'UPDATE realms SET sealedDataKey = ? WHERE id = ? AND sealedDataKey = ?';
    await this.sql.execute(statement, [anew, idToBytes(id), sealed]);
  }
}
