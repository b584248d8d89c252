import { Injectable } from '@nestjs/common';
import { CoalescedRead } from '../database/coalesced-read.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Sql } from '../database/sql.js';
import { placeholders } from '../database/statements.js';
import { isDuplicate } from '../database/storage-fault.js';
import { idFromBytes, idToBytes } from '../kernel/ids.js';

interface JtiKey {
  readonly realmId: string;
  readonly jti: string;
}

const nameOf = ({ realmId, jti }: JtiKey): string => `${realmId}/${jti}`;

/** The denylist of JWT access tokens, asked wherever this server judges one. */
@Injectable()
export class RevokedJtisRepository {
  private readonly listed = new CoalescedRead<JtiKey, true>((keys) => this.readMany(keys), nameOf);

  constructor(private readonly sql: Sql) {}

  async has(realm: RealmRef, jti: string): Promise<boolean> {
    return (await this.listed.load({ realmId: realm.id, jti })) ?? false;
  }

  /** @returns false when it was listed already. */
  async add(realm: RealmRef, jti: string, expiresAt: number): Promise<boolean> {
    try {
      await this.sql.insert('revoked_jtis', [{ jti: idToBytes(jti), realmId: idToBytes(realm.id), expiresAt }]);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM revoked_jtis WHERE realmId = ?', [idToBytes(realm.id)]);
  }

  private async readMany(keys: readonly JtiKey[]): Promise<Map<string, true>> {
    const marks = placeholders(keys.length);
    const rows = await this.sql.query<{ jti: Buffer; realmId: Buffer }>(
      `SELECT jti, realmId FROM revoked_jtis WHERE jti IN (${marks}) AND realmId IN (${marks})`,
      [...keys.map(({ jti }) => idToBytes(jti)), ...keys.map(({ realmId }) => idToBytes(realmId))],
    );
    return new Map(rows.map((row) => [nameOf({ jti: idFromBytes(row.jti), realmId: idFromBytes(row.realmId) }), true]));
  }
}
