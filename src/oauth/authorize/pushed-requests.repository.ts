import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Sql } from '../../database/sql.js';
import { idToBytes } from '../../kernel/ids.js';
import type { RawParameters } from '../../protocol/parameters.js';

export interface NewPushedRequest {
  readonly hash: Buffer;
  readonly clientId: string;
  readonly parameters: RawParameters;
  readonly expiresAt: number;
}

/** What clients have pushed. What was used is out of reach. */
@Injectable()
export class PushedRequestsRepository {
  constructor(private readonly sql: Sql) {}

  async add(realm: RealmRef, { hash, clientId, parameters, expiresAt }: NewPushedRequest): Promise<void> {
    const owner = { realmId: idToBytes(realm.id), clientId: idToBytes(clientId) };
    const row = { hash, ...owner, parameters: JSON.stringify(parameters), expiresAt, consumedAt: null };
    await this.sql.insert('pushed_requests', [row]);
  }

  async find(realm: RealmRef, clientId: string, hash: Buffer, now: number): Promise<RawParameters | null> {
    const [row] = await this.sql.query<{ parameters: string }>(
      'SELECT parameters FROM pushed_requests WHERE hash = ? AND realmId = ? AND clientId = ? AND consumedAt IS NULL AND expiresAt > ?',
      [hash, idToBytes(realm.id), idToBytes(clientId), now],
    );
    return row ? (JSON.parse(row.parameters) as RawParameters) : null;
  }

  /** @returns whether this call used it up. */
  async consume(realm: RealmRef, hash: Buffer, at: number): Promise<boolean> {
    const statement = 'UPDATE pushed_requests SET consumedAt = ? WHERE hash = ? AND realmId = ? AND consumedAt IS NULL';
    return (await this.sql.execute(statement, [at, hash, idToBytes(realm.id)])) === 1;
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM pushed_requests WHERE realmId = ?', [idToBytes(realm.id)]);
  }
}
