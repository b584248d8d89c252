import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Sql } from '../../database/sql.js';
import { isDuplicate } from '../../database/storage-fault.js';
import { idToBytes } from '../../kernel/ids.js';
import { DEVICE_CODE_COLUMNS, fromDeviceCodeRow, toDeviceCodeRow, type DeviceCodeRow } from './device-code.mapper.js';
import type { DeviceCode, DeviceVerdict } from './device-code.types.js';

/** Polls, verdict and redemption are one conditional statement each: of many at once, one succeeds. */
@Injectable()
export class DeviceCodesRepository {
  constructor(private readonly sql: Sql) {}

  /** @returns false when the user code is taken in this realm. */
  async add(realm: RealmRef, code: DeviceCode, userCodeHash: Buffer): Promise<boolean> {
    try {
      await this.sql.insert('device_codes', [toDeviceCodeRow(realm, code, userCodeHash)]);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  find(realm: RealmRef, hash: Buffer): Promise<DeviceCode | null> {
    return this.findBy(realm, 'hash', hash);
  }

  findByUserCode(realm: RealmRef, userCodeHash: Buffer): Promise<DeviceCode | null> {
    return this.findBy(realm, 'userCodeHash', userCodeHash);
  }

  /** How many codes of a client wait for a user. */
  async countWaiting(realm: RealmRef, clientId: string, now: number): Promise<number> {
    const statement =
      'SELECT COUNT(*) AS waiting FROM device_codes WHERE realmId = ? AND clientId = ? AND expiresAt > ? AND decision IS NULL';
    const parameters = [idToBytes(realm.id), idToBytes(clientId), now];
    const [row] = await this.sql.query<{ waiting: number | string }>(statement, parameters);
    return Number(row?.waiting ?? 0);
  }

  /** @returns false for a poll that comes before the interval is over, but for the grace; the next one has to wait longer. */
  async poll(realm: RealmRef, hash: Buffer, now: number, graceMs: number): Promise<boolean> {
    const place = [hash, idToBytes(realm.id)];
    const inTime =
      'UPDATE device_codes SET polledAt = ? WHERE hash = ? AND realmId = ? AND (polledAt IS NULL OR polledAt + pollSeconds * 1000 <= ?)';
    if ((await this.sql.execute(inTime, [now, ...place, now + graceMs])) === 1) return true;
    const tooEarly =
      'UPDATE device_codes SET pollSeconds = CASE WHEN pollSeconds < 60 THEN pollSeconds + 5 ELSE pollSeconds END, polledAt = ? WHERE hash = ? AND realmId = ?';
    await this.sql.execute(tooEarly, [now, ...place]);
    return false;
  }

  /** @returns false when somebody has decided already, or the time is over. */
  async decide(realm: RealmRef, hash: Buffer, verdict: DeviceVerdict): Promise<boolean> {
    const { decision, userId, sessionId, authentication, at } = verdict;
    const statement =
      'UPDATE device_codes SET decision = ?, userId = ?, sessionId = ?, authentication = ?, decidedAt = ? ' +
      'WHERE hash = ? AND realmId = ? AND decision IS NULL AND expiresAt > ?';
    const said = [decision, idToBytes(userId), idToBytes(sessionId), JSON.stringify(authentication), at];
    return (await this.sql.execute(statement, [...said, hash, idToBytes(realm.id), at])) === 1;
  }

  /** Uses up a code that was allowed. @returns whether this call did it. */
  async claim(realm: RealmRef, hash: Buffer, clientId: string, at: number): Promise<boolean> {
    const statement =
      "UPDATE device_codes SET consumedAt = ? WHERE hash = ? AND realmId = ? AND clientId = ? AND decision = 'allow' AND consumedAt IS NULL AND expiresAt > ?";
    return (await this.sql.execute(statement, [at, hash, idToBytes(realm.id), idToBytes(clientId), at])) === 1;
  }

  /** Takes back what was allowed in a session and not redeemed yet. */
  async denyAllOfSession(realm: RealmRef, sessionId: string): Promise<void> {
    const statement =
      "UPDATE device_codes SET decision = 'deny' WHERE realmId = ? AND sessionId = ? AND consumedAt IS NULL";
    await this.sql.execute(statement, [idToBytes(realm.id), idToBytes(sessionId)]);
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM device_codes WHERE realmId = ?', [idToBytes(realm.id)]);
  }

  private async findBy(realm: RealmRef, column: 'hash' | 'userCodeHash', value: Buffer): Promise<DeviceCode | null> {
    const statement = `SELECT ${DEVICE_CODE_COLUMNS} FROM device_codes WHERE ${column} = ? AND realmId = ?`;
    const [row] = await this.sql.query<DeviceCodeRow>(statement, [value, idToBytes(realm.id)]);
    return row ? fromDeviceCodeRow(row) : null;
  }
}
