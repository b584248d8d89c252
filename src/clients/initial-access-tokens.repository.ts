import { Injectable } from '@nestjs/common';
import { decodeCursor, pageOf, type Page, type PageRequest } from '../database/page.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Sql } from '../database/sql.js';
import { idFromBytes, idToBytes } from '../kernel/ids.js';
import type { InitialAccessToken } from './initial-access-token.types.js';

interface Row {
  readonly id: Buffer;
  readonly remaining: number;
  readonly createdAt: number | string;
  readonly expiresAt: number | string;
}

const toToken = (row: Row): InitialAccessToken => ({
  id: idFromBytes(row.id),
  remaining: row.remaining,
  createdAt: Number(row.createdAt),
  expiresAt: Number(row.expiresAt),
});

const USABLE = 'realmId = ? AND hash = ? AND expiresAt > ? AND remaining > 0';

@Injectable()
export class InitialAccessTokensRepository {
  constructor(private readonly sql: Sql) {}

  async insert(realm: RealmRef, { id, ...token }: InitialAccessToken, hash: Buffer): Promise<void> {
    const row = { id: idToBytes(id), realmId: idToBytes(realm.id), hash, ...token };
    await this.sql.insert('initial_access_tokens', [row]);
  }

  async page(realm: RealmRef, { limit, cursor }: PageRequest): Promise<Page<InitialAccessToken>> {
    const after = cursor === undefined ? Buffer.alloc(16) : idToBytes(decodeCursor(cursor));
    const statement =
      'SELECT id, remaining, createdAt, expiresAt FROM initial_access_tokens WHERE realmId = ? AND id > ? ORDER BY id LIMIT ?';
    const rows = await this.sql.query<Row>(statement, [idToBytes(realm.id), after, limit + 1]);
    return pageOf(rows.map(toToken), limit);
  }

  async isUsable(realm: RealmRef, hash: Buffer, now: number): Promise<boolean> {
    const statement = `SELECT 1 AS found FROM initial_access_tokens WHERE ${USABLE}`;
    return (await this.sql.query(statement, [idToBytes(realm.id), hash, now])).length > 0;
  }

  /** Takes one use of it, in the transaction of that use. @returns false when it has none left. */
  async claim(realm: RealmRef, hash: Buffer, now: number): Promise<boolean> {
    const statement = `UPDATE initial_access_tokens SET remaining = remaining - 1 WHERE ${USABLE}`;
    return (await this.sql.execute(statement, [idToBytes(realm.id), hash, now])) === 1;
  }

  /** @returns false when there is none of that id. */
  async remove(realm: RealmRef, id: string): Promise<boolean> {
    const statement = 'DELETE FROM initial_access_tokens WHERE realmId = ? AND id = ?';
    return (await this.sql.execute(statement, [idToBytes(realm.id), idToBytes(id)])) === 1;
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM initial_access_tokens WHERE realmId = ?', [idToBytes(realm.id)]);
  }
}
