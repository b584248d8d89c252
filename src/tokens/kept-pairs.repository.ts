import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { Sql } from '../database/sql.js';
import { placeholders } from '../database/statements.js';
import { isDuplicate } from '../database/storage-fault.js';
import { idFromBytes, idToBytes } from '../kernel/ids.js';

/** The place of a pair. */
export interface PairPlace {
  readonly keyHash: Buffer;
  readonly grantId: string;
  readonly dueAt: number;
}

/** What a place leads to. */
export interface KeptPair {
  readonly grantId: string;
  /** That the grant has come to; null where the grant is gone. */
  readonly generation: number | null;
  /** When it came to that. */
  readonly generationAt: number | null;
  /** Null where nothing is kept of the grant, now or any more, or nothing has to be. */
  readonly sealed: string | null;
}

/** A place at which somebody has to look. */
export interface DuePlace {
  readonly keyHash: Buffer;
  readonly grantId: string;
  readonly sealed: string | null;
  /** Null where the grant is gone. */
  readonly grantEnd: number | null;
}

interface KeptPairRow extends Omit<KeptPair, 'grantId'> {
  readonly grantId: Buffer;
}

interface DuePlaceRow extends Omit<DuePlace, 'grantId'> {
  readonly grantId: Buffer;
}

const WITH_GRANTS = 'kept_pairs k LEFT JOIN grants g ON g.id = k.grantId AND g.realmId = k.realmId';

/** One place for each pair. Whoever takes a place does it by one conditional statement: of many, one succeeds. */
@Injectable()
export class KeptPairsRepository {
  constructor(private readonly sql: Sql) {}

  async find(realm: RealmRef, keyHash: Buffer): Promise<KeptPair | null> {
    const statement =
      'SELECT k.grantId AS grantId, g.generation AS generation, g.generationAt AS generationAt, g.keptPair AS sealed ' +
      `FROM ${WITH_GRANTS} WHERE k.keyHash = ? AND k.realmId = ?`;
    const [row] = await this.sql.query<KeptPairRow>(statement, [keyHash, idToBytes(realm.id)]);
    if (!row) return null;
    const generationAt = row.generationAt === null ? null : Number(row.generationAt);
    return { ...row, generationAt, grantId: idFromBytes(row.grantId) };
  }

  /** @returns false when the place is taken. */
  async add(realm: RealmRef, { keyHash, grantId, dueAt }: PairPlace): Promise<boolean> {
    const row = { keyHash, realmId: idToBytes(realm.id), grantId: idToBytes(grantId), dueAt };
    try {
      await this.sql.insert('kept_pairs', [row]);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  /** @returns false when the place does not lead to that grant any more. */
  async replace(realm: RealmRef, { keyHash, grantId, dueAt }: PairPlace, former: string): Promise<boolean> {
    const statement = 'UPDATE kept_pairs SET grantId = ?, dueAt = ? WHERE keyHash = ? AND realmId = ? AND grantId = ?';
    const parameters = [idToBytes(grantId), dueAt, keyHash, idToBytes(realm.id), idToBytes(former)];
    return (await this.sql.execute(statement, parameters)) === 1;
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM kept_pairs WHERE realmId = ?', [idToBytes(realm.id)]);
  }

  /** Of all realms, the longest due first. */
  async due(now: number, limit: number): Promise<DuePlace[]> {
    const statement =
      'SELECT k.keyHash AS keyHash, k.grantId AS grantId, g.keptPair AS sealed, g.expiresAt AS grantEnd ' +
      `FROM ${WITH_GRANTS} WHERE k.dueAt <= ? ORDER BY k.dueAt LIMIT ?`;
    const rows = await this.sql.query<DuePlaceRow>(statement, [now, limit]);
    return rows.map((row) => ({
      ...row,
      grantId: idFromBytes(row.grantId),
      grantEnd: row.grantEnd === null ? null : Number(row.grantEnd),
    }));
  }

  /** Those that are due still. */
  async deleteDue(places: readonly Buffer[], now: number): Promise<void> {
    if (places.length === 0) return;
    await this.sql.execute(`DELETE FROM kept_pairs WHERE ${at(places)}`, [...inOrder(places), now]);
  }

  /** Those that are due still. */
  async postponeDue(places: readonly Buffer[], now: number, until: number): Promise<void> {
    if (places.length === 0) return;
    await this.sql.execute(`UPDATE kept_pairs SET dueAt = ? WHERE ${at(places)}`, [until, ...inOrder(places), now]);
  }
}

const at = (places: readonly Buffer[]): string => `keyHash IN (${placeholders(places.length)}) AND dueAt <= ?`;

const inOrder = (places: readonly Buffer[]): Buffer[] => [...places].sort(Buffer.compare);
