import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { Sql } from '../database/sql.js';
import { isDuplicate } from '../database/storage-fault.js';
import { idToBytes } from '../kernel/ids.js';

@Injectable()
export class RealmTextsRepository {
  constructor(private readonly sql: Sql) {}

  /** Sealed, as it is stored. */
  async find(realm: RealmRef, name: string): Promise<string | null> {
    const statement = 'SELECT sealed FROM realm_texts WHERE realmId = ? AND name = ?';
    const [row] = await this.sql.query<{ sealed: string }>(statement, [idToBytes(realm.id), name]);
    return row?.sealed ?? null;
  }

  /** @returns false when the realm has a text of that name already. */
  async add(realm: RealmRef, name: string, sealed: string): Promise<boolean> {
    try {
      await this.sql.insert('realm_texts', [{ realmId: idToBytes(realm.id), name, sealed }]);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM realm_texts WHERE realmId = ?', [idToBytes(realm.id)]);
  }
}
