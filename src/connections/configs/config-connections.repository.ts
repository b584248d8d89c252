import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Sql } from '../../database/sql.js';
import { idFromBytes, idToBytes } from '../../kernel/ids.js';

export interface AffectedConnection {
  readonly id: string;
  readonly userId: string | null;
}

/** What a change of a config means to the connections that live by it. */
@Injectable()
export class ConfigConnectionsRepository {
  constructor(private readonly sql: Sql) {}

  async countLive(realm: RealmRef, configId: string): Promise<number> {
    const statement = 'SELECT COUNT(*) AS n FROM connections WHERE realmId = ? AND configId = ? AND live = 1';
    const [row] = await this.sql.query<{ n: number }>(statement, [idToBytes(realm.id), idToBytes(configId)]);
    return Number(row?.n);
  }

  /** Revocations that the provider has not taken yet: without the config they could never be sent. */
  async countOwed(realm: RealmRef, configId: string): Promise<number> {
    const statement = 'SELECT COUNT(*) AS n FROM connection_revocations WHERE realmId = ? AND configId = ?';
    const [row] = await this.sql.query<{ n: number }>(statement, [idToBytes(realm.id), idToBytes(configId)]);
    return Number(row?.n);
  }

  /** Those of one version go by the next one from now on. */
  async follow(realm: RealmRef, configId: string, from: number, to: number): Promise<void> {
    const statement =
      'UPDATE connections SET configVersion = ? WHERE realmId = ? AND configId = ? AND configVersion = ? AND live = 1';
    await this.sql.execute(statement, [to, idToBytes(realm.id), idToBytes(configId), from]);
  }

  /** Stops the use of all of them until their owners connect again, switched on or off. @returns those that it stopped */
  async suspend(realm: RealmRef, configId: string, reason: string): Promise<AffectedConnection[]> {
    const where = "realmId = ? AND configId = ? AND live = 1 AND status IN ('active', 'pending')";
    const place = [idToBytes(realm.id), idToBytes(configId)];
    const select = `SELECT id, userId FROM connections WHERE ${where}`;
    const rows = await this.sql.query<{ id: Buffer; userId: Buffer | null }>(select, place);
    const update = `UPDATE connections SET status = 'needs_reauth', statusReason = ? WHERE ${where}`;
    await this.sql.execute(update, [reason, ...place]);
    const off =
      "UPDATE connections SET statusReason = ? WHERE realmId = ? AND configId = ? AND live = 1 AND status = 'disabled'";
    await this.sql.execute(off, [reason, ...place]);
    return rows.map(({ id, userId }) => ({ id: idFromBytes(id), userId: userId && idFromBytes(userId) }));
  }
}
