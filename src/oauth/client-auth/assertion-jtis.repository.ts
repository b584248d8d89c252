import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Sql } from '../../database/sql.js';
import { isDuplicate } from '../../database/storage-fault.js';
import { sha256 } from '../../kernel/digest.js';
import { idToBytes } from '../../kernel/ids.js';

/** Which assertions were used: the primary key lets each of them in once, on whichever node it arrives. */
@Injectable()
export class AssertionJtisRepository {
  constructor(private readonly sql: Sql) {}

  /**
   * @param clientId id of the client's row
   * @returns false when it was used before.
   */
  async claim(realm: RealmRef, clientId: string, jti: string, expiresAt: number): Promise<boolean> {
    const hash = sha256(JSON.stringify([realm.id, clientId, jti]));
    try {
      await this.sql.insert('assertion_jtis', [{ hash, realmId: idToBytes(realm.id), expiresAt }]);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }
}
