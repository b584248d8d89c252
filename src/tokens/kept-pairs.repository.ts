import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { Sql } from '../database/sql.js';
import { placeholders, type Row, type Statements } from '../database/statements.js';
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

/** A pair that is to be kept, and where. */
export interface PlacedPair {
  readonly realm: RealmRef;
  readonly pair: KeptPair;
}

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
  add(realm: RealmRef, pair: KeptPair): Promise<boolean> {
    return orTaken(this.sql.insert('kept_pairs', [toRow({ realm, pair })]));
  }

  /** All of them or none, each in a place of its own. @returns false when one of the places is taken. */
  addAll(within: Statements, placed: readonly PlacedPair[]): Promise<boolean> {
    return orTaken(within.insertAll([{ table: 'kept_pairs', rows: placed.map(toRow) }]));
  }

  /** @returns false when the place does not hold the pair of that access token any more. */
  async replace(realm: RealmRef, pair: KeptPair, accessHash: Buffer): Promise<boolean> {
    const statement =
      'UPDATE kept_pairs SET grantId = ?, accessHash = ?, sealed = ?, expiresAt = ? ' +
      'WHERE keyHash = ? AND realmId = ? AND accessHash = ?';
    const changes = [idToBytes(pair.grantId), pair.accessHash, pair.sealed, pair.expiresAt];
    return (await this.sql.execute(statement, [...changes, pair.keyHash, idToBytes(realm.id), accessHash])) === 1;
  }

  /**
   * Empties the places, each of another grant, of what may be replaced: the pairs of these grants, and those whose access
   * token is over. Nobody else can take a place that was emptied before the transaction ends.
   *
   * @param within that transaction.
   * @returns how many it emptied.
   */
  empty(within: Statements, placed: readonly PlacedPair[], now: number): Promise<number> {
    const { condition, parameters } = at(placed);
    const grants = placed.map(({ pair }) => idToBytes(pair.grantId));
    return within.change(
      `DELETE FROM kept_pairs WHERE ${condition} AND (grantId IN (${placeholders(grants.length)}) OR expiresAt <= ?)`,
      [...parameters, ...grants, now],
    );
  }

  /** Those of them whose place is free. */
  async free(within: Statements, placed: readonly PlacedPair[]): Promise<PlacedPair[]> {
    const { condition, parameters } = at(placed);
    const statement = `SELECT keyHash FROM kept_pairs WHERE ${condition}`;
    const rows = await within.rows<{ keyHash: Buffer }>(statement, parameters);
    const taken = new Set(rows.map(({ keyHash }) => nameOfPlace(keyHash)));
    return placed.filter(({ pair }) => !taken.has(nameOfPlace(pair.keyHash)));
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
}

async function orTaken(insertion: Promise<void>): Promise<boolean> {
  try {
    await insertion;
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

export const nameOfPlace = (keyHash: Buffer): string => keyHash.toString('base64');

function at(placed: readonly PlacedPair[]): { condition: string; parameters: Buffer[] } {
  const realmIds = [...new Set(placed.map(({ realm }) => realm.id))].sort();
  const places = placed.map(({ pair }) => pair.keyHash).sort(Buffer.compare);
  return {
    condition: `keyHash IN (${placeholders(places.length)}) AND realmId IN (${placeholders(realmIds.length)})`,
    parameters: [...places, ...realmIds.map(idToBytes)],
  };
}

const toRow = ({ realm, pair }: PlacedPair): Row => ({
  keyHash: pair.keyHash,
  realmId: idToBytes(realm.id),
  userId: idToBytes(pair.userId),
  grantId: idToBytes(pair.grantId),
  accessHash: pair.accessHash,
  sealed: pair.sealed,
  expiresAt: pair.expiresAt,
});

const fromRow = (row: KeptPairRow): KeptPair => ({
  ...row,
  userId: idFromBytes(row.userId),
  grantId: idFromBytes(row.grantId),
  expiresAt: Number(row.expiresAt),
});
