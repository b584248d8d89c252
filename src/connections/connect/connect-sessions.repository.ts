import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Sql } from '../../database/sql.js';
import { placeholders } from '../../database/statements.js';
import { idFromBytes, idToBytes } from '../../kernel/ids.js';
import {
  CONNECT_SESSION_COLUMNS,
  fromConnectSessionRow,
  toConnectSessionRow,
  type ConnectSessionRow,
} from './connect-session.mapper.js';
import type { ConnectSession, ConnectSessionStatus } from './connect-session.types.js';

/** What changes when a session goes on. */
export interface ConnectStep {
  readonly from: readonly ConnectSessionStatus[];
  readonly to: ConnectSessionStatus;
  readonly at: number;
  readonly sealedTokens?: string | null;
  readonly connectionId?: string;
  readonly failureCode?: string;
  readonly expiresAt?: number;
  /** Of a new handle for its page. */
  readonly tokenHash?: Buffer;
}

/** A session that nobody completed in time, of whichever realm. */
export interface AbandonedSession {
  readonly realm: RealmRef;
  readonly id: string;
}

/** A session goes on by one conditional statement each time: of many at once, one succeeds. */
@Injectable()
export class ConnectSessionsRepository {
  constructor(private readonly sql: Sql) {}

  async add(realm: RealmRef, session: ConnectSession, tokenHash: Buffer): Promise<void> {
    await this.sql.insert('connection_sessions', [toConnectSessionRow(realm, session, tokenHash)]);
  }

  find(realm: RealmRef, id: string): Promise<ConnectSession | null> {
    return this.one(realm, 'id = ?', idToBytes(id));
  }

  findByToken(realm: RealmRef, tokenHash: Buffer): Promise<ConnectSession | null> {
    return this.one(realm, 'tokenHash = ?', tokenHash);
  }

  /** @returns false when the session is not, or no longer, where it has to be, or its time is over. */
  async advance(realm: RealmRef, id: string, step: ConnectStep): Promise<boolean> {
    const { from, to, at, connectionId, ...changes } = step;
    const columns = {
      status: to,
      ...changes,
      ...(connectionId !== undefined && { connectionId: idToBytes(connectionId) }),
    };
    const set = Object.keys(columns).map((name) => `${name} = ?`);
    const statement = `UPDATE connection_sessions SET ${set.join(', ')} WHERE id = ? AND realmId = ? AND status IN (${placeholders(from.length)}) AND expiresAt > ?`;
    const place = [idToBytes(id), idToBytes(realm.id), ...from, at];
    return (await this.sql.execute(statement, [...Object.values(columns), ...place])) === 1;
  }

  /** Takes an abandoned session in hand, by ending it. @returns whether this call did. */
  async abandon(realm: RealmRef, id: string, now: number, failureCode: string): Promise<boolean> {
    const statement =
      "UPDATE connection_sessions SET status = 'failed', failureCode = ?, sealedTokens = NULL WHERE id = ? AND realmId = ? AND status = 'exchanged' AND expiresAt <= ?";
    return (await this.sql.execute(statement, [failureCode, idToBytes(id), idToBytes(realm.id), now])) === 1;
  }

  /** Of every realm: sessions that hold tokens which nobody came for. */
  async abandoned(now: number, limit: number): Promise<AbandonedSession[]> {
    const statement =
      "SELECT s.id, s.realmId, r.name FROM connection_sessions s JOIN realms r ON r.id = s.realmId WHERE s.status = 'exchanged' AND s.expiresAt <= ? ORDER BY s.expiresAt LIMIT ?";
    const rows = await this.sql.query<{ id: Buffer; realmId: Buffer; name: string }>(statement, [now, limit]);
    return rows.map(({ id, realmId, name }) => ({ id: idFromBytes(id), realm: { id: idFromBytes(realmId), name } }));
  }

  async deleteAllOfUser(realm: RealmRef, userId: string): Promise<void> {
    const statement = 'DELETE FROM connection_sessions WHERE realmId = ? AND userId = ?';
    await this.sql.execute(statement, [idToBytes(realm.id), idToBytes(userId)]);
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM connection_sessions WHERE realmId = ?', [idToBytes(realm.id)]);
  }

  private async one(realm: RealmRef, condition: string, value: Buffer): Promise<ConnectSession | null> {
    const statement = `SELECT ${CONNECT_SESSION_COLUMNS} FROM connection_sessions WHERE ${condition} AND realmId = ?`;
    const [row] = await this.sql.query<ConnectSessionRow>(statement, [value, idToBytes(realm.id)]);
    return row ? fromConnectSessionRow(row) : null;
  }
}
