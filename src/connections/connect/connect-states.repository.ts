import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Sql } from '../../database/sql.js';
import { idToBytes } from '../../kernel/ids.js';
import {
  CONNECT_STATE_COLUMNS,
  fromConnectStateRow,
  toConnectStateRow,
  type ConnectStateRow,
} from './connect-session.mapper.js';
import type { ConnectState } from './connect-session.types.js';

/** A callback that came as a form, and waits under the hash of a handle for its browser to come by a link. */
export interface ParkedCallback {
  readonly parkedHash: Buffer;
  readonly sealedParameters: string;
  readonly parkedUntil: number;
}

/** States are used once: by one conditional statement, so that of many callbacks at once one is let in. */
@Injectable()
export class ConnectStatesRepository {
  constructor(private readonly sql: Sql) {}

  async add(realm: RealmRef, state: ConnectState): Promise<void> {
    await this.sql.insert('connection_states', [toConnectStateRow(realm, state)]);
  }

  async find(realm: RealmRef, hash: Buffer): Promise<ConnectState | null> {
    const statement = `SELECT ${CONNECT_STATE_COLUMNS} FROM connection_states WHERE hash = ? AND realmId = ?`;
    const [row] = await this.sql.query<ConnectStateRow>(statement, [hash, idToBytes(realm.id)]);
    return row ? fromConnectStateRow(row) : null;
  }

  /** @returns whether this call is the one that used it. */
  async claim(realm: RealmRef, hash: Buffer, at: number): Promise<boolean> {
    const statement =
      'UPDATE connection_states SET usedAt = ? WHERE hash = ? AND realmId = ? AND usedAt IS NULL AND expiresAt > ?';
    return (await this.sql.execute(statement, [at, hash, idToBytes(realm.id), at])) === 1;
  }

  /** How many ways to the provider a session has begun. */
  async countOf(realm: RealmRef, sessionId: string): Promise<number> {
    const statement = 'SELECT COUNT(*) AS begun FROM connection_states WHERE realmId = ? AND sessionId = ?';
    const [row] = await this.sql.query<{ begun: number | string }>(statement, [
      idToBytes(realm.id),
      idToBytes(sessionId),
    ]);
    return Number(row?.begun ?? 0);
  }

  /** Keeps a callback that came without the cookies of its browser. @returns false for a state that is used or parked. */
  async park(realm: RealmRef, hash: Buffer, parked: ParkedCallback, now: number): Promise<boolean> {
    const { parkedHash, sealedParameters, parkedUntil } = parked;
    const statement =
      'UPDATE connection_states SET parkedHash = ?, sealedParameters = ?, parkedUntil = ? WHERE hash = ? AND realmId = ? AND usedAt IS NULL AND parkedHash IS NULL AND parkedUntil IS NULL AND expiresAt > ?';
    const values = [parkedHash, sealedParameters, parkedUntil, hash, idToBytes(realm.id), now];
    return (await this.sql.execute(statement, values)) === 1;
  }

  async findParked(realm: RealmRef, parkedHash: Buffer): Promise<{ hash: Buffer; sealedParameters: string } | null> {
    const statement = 'SELECT hash, sealedParameters FROM connection_states WHERE parkedHash = ? AND realmId = ?';
    const [row] = await this.sql.query<{ hash: Buffer; sealedParameters: string }>(statement, [
      parkedHash,
      idToBytes(realm.id),
    ]);
    return row ?? null;
  }

  /** The handle opens nothing any more. @returns whether this call fetched it, in time. */
  async unpark(realm: RealmRef, parkedHash: Buffer, now: number): Promise<boolean> {
    const statement =
      'UPDATE connection_states SET parkedHash = NULL, sealedParameters = NULL WHERE parkedHash = ? AND realmId = ? AND parkedUntil > ?';
    return (await this.sql.execute(statement, [parkedHash, idToBytes(realm.id), now])) === 1;
  }

  async deleteAllOfUser(realm: RealmRef, userId: string): Promise<void> {
    const statement = 'DELETE FROM connection_states WHERE realmId = ? AND userId = ?';
    await this.sql.execute(statement, [idToBytes(realm.id), idToBytes(userId)]);
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM connection_states WHERE realmId = ?', [idToBytes(realm.id)]);
  }
}
