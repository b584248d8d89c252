import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { Sql } from '../database/sql.js';
import { idFromBytes, idToBytes } from '../kernel/ids.js';

/** A scope that is a word of the list in the column. */
const ONLINE = "INSTR(CONCAT(' ', scope, ' '), ' offline_access ') = 0";

/** The grants of one user, by what they were given for. */
@Injectable()
export class UserGrantsRepository {
  constructor(private readonly sql: Sql) {}

  /** The clients that a user signed in to in a session, by the ids of their rows: those whose grants are over too. */
  async clientsOfSession(realm: RealmRef, userId: string, sessionId: string): Promise<string[]> {
    const statement = 'SELECT DISTINCT clientId FROM grants WHERE realmId = ? AND userId = ? AND sessionId = ?';
    const rows = await this.sql.query<{ clientId: Buffer }>(statement, [realm.id, userId, sessionId].map(idToBytes));
    return rows.map(({ clientId }) => idFromBytes(clientId));
  }

  /** Ends what was given for a session and without `offline_access`. @returns how many this call ended. */
  revokeOnline(realm: RealmRef, userId: string, sessionId: string, at: number): Promise<number> {
    const statement = `UPDATE grants SET revokedAt = ?, keptPair = NULL WHERE realmId = ? AND userId = ? AND sessionId = ? AND ${ONLINE} AND revokedAt IS NULL`;
    return this.sql.execute(statement, [at, ...[realm.id, userId, sessionId].map(idToBytes)]);
  }

  /** Ends what a client was given. @returns how many this call ended. */
  revokeOfClient(realm: RealmRef, userId: string, clientId: string, at: number): Promise<number> {
    const statement =
      'UPDATE grants SET revokedAt = ?, keptPair = NULL WHERE realmId = ? AND userId = ? AND clientId = ? AND revokedAt IS NULL';
    return this.sql.execute(statement, [at, ...[realm.id, userId, clientId].map(idToBytes)]);
  }
}
