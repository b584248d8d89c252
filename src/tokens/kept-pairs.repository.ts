import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { Sql } from '../database/sql.js';
import { isDuplicate } from '../database/storage-fault.js';
import { idFromBytes, idToBytes } from '../kernel/ids.js';

/** A pair as it is stored. */
export interface KeptPair {
  readonly keyHash: Buffer;
  readonly userId: string;
  readonly grantId: string;
  readonly accessHash: Buffer;
  readonly sealed: string;
  readonly expiresAt: number;
}

interface KeptPairRow {
  readonly keyHash: Buffer;
  readonly userId: Buffer;
  readonly grantId: Buffer;
  readonly accessHash: Buffer;
  readonly sealed: string;
  readonly expiresAt: number;
}

const SET =
  'UPDATE kept_pairs SET grantId = ?, accessHash = ?, sealed = ?, expiresAt = ? WHERE keyHash = ? AND realmId = ?';

/** One place for each pair. Whoever takes a place does it by one conditional statement: of many, one succeeds. */
@Injectable()
export class KeptPairsRepository {
  constructor(private readonly sql: Sql) {}

  async find(realm: RealmRef, keyHash: Buffer): Promise<KeptPair | null> {
    const statement =
      'SELECT keyHash, userId, grantId, accessHash, sealed, expiresAt FROM kept_pairs WHERE keyHash = ? AND realmId = ?';
    const [row] = await this.sql.query<KeptPairRow>(statement, [keyHash, idToBytes(realm.id)]);
    return row ? fromRow(row) : null;
  }

  /** @returns false when the place is taken. */
  async add(realm: RealmRef, pair: KeptPair): Promise<boolean> {
    const { userId, grantId } = pair;
    const ids = { realmId: idToBytes(realm.id), userId: idToBytes(userId), grantId: idToBytes(grantId) };
    try {
      await this.sql.insert('kept_pairs', [{ ...pair, ...ids }]);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  /** @returns false when the place does not hold the pair of that access token any more. */
  async replace(realm: RealmRef, pair: KeptPair, accessHash: Buffer): Promise<boolean> {
    const statement = `${SET} AND accessHash = ?`;
    return (await this.sql.execute(statement, [...this.changes(realm, pair), accessHash])) === 1;
  }

  /** @returns false when the place holds no pair, or that of another grant whose access token lives on. */
  async renew(realm: RealmRef, pair: KeptPair, now: number): Promise<boolean> {
    const statement = `${SET} AND (grantId = ? OR expiresAt <= ?)`;
    return (await this.sql.execute(statement, [...this.changes(realm, pair), idToBytes(pair.grantId), now])) === 1;
  }

  /** The pair of a grant, or only if its access token is that one. */
  async erase(realm: RealmRef, grantId: string, accessHash?: Buffer): Promise<void> {
    const statement = 'DELETE FROM kept_pairs WHERE grantId = ? AND realmId = ?';
    const parameters = [idToBytes(grantId), idToBytes(realm.id)];
    if (accessHash === undefined) await this.sql.execute(statement, parameters);
    else await this.sql.execute(`${statement} AND accessHash = ?`, [...parameters, accessHash]);
  }

  async eraseAllOfUser(realm: RealmRef, userId: string): Promise<void> {
    const statement = 'DELETE FROM kept_pairs WHERE realmId = ? AND userId = ?';
    await this.sql.execute(statement, [idToBytes(realm.id), idToBytes(userId)]);
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM kept_pairs WHERE realmId = ?', [idToBytes(realm.id)]);
  }

  private changes(realm: RealmRef, pair: KeptPair): unknown[] {
    const { keyHash, grantId, accessHash, sealed, expiresAt } = pair;
    return [idToBytes(grantId), accessHash, sealed, expiresAt, keyHash, idToBytes(realm.id)];
  }
}

const fromRow = (row: KeptPairRow): KeptPair => ({
  ...row,
  userId: idFromBytes(row.userId),
  grantId: idFromBytes(row.grantId),
  expiresAt: Number(row.expiresAt),
});
