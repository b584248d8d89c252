import { Injectable } from '@nestjs/common';
import { CoalescedRead } from '../database/coalesced-read.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Sql } from '../database/sql.js';
import { idToBytes } from '../kernel/ids.js';

interface OriginKey {
  readonly realm: RealmRef;
  readonly origin: string;
}

const nameOf = ({ realm, origin }: OriginKey): string => `${realm.id}/${origin}`;

/** Which web origins belong to enabled clients: asked for whatever a browser sends, so it never costs more than a look into the primary key. */
@Injectable()
export class ClientOriginsRepository {
  private readonly known = new CoalescedRead<OriginKey, true>((keys) => this.readMany(keys), nameOf);

  constructor(private readonly sql: Sql) {}

  async has(realm: RealmRef, origin: string): Promise<boolean> {
    return (await this.known.load({ realm, origin })) ?? false;
  }

  /** Inside the transaction that writes the client: these origins, and no others. */
  async replace(realm: RealmRef, clientId: string, origins: readonly string[]): Promise<void> {
    await this.remove(realm, clientId);
    await this.sql.insert(
      'client_origins',
      origins.map((origin) => ({ realmId: idToBytes(realm.id), origin, clientId: idToBytes(clientId) })),
    );
  }

  async remove(realm: RealmRef, clientId: string): Promise<void> {
    const statement = 'DELETE FROM client_origins WHERE realmId = ? AND clientId = ?';
    await this.sql.execute(statement, [idToBytes(realm.id), idToBytes(clientId)]);
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM client_origins WHERE realmId = ?', [idToBytes(realm.id)]);
  }

  /** One column for each key: of an origin that thousands of clients share, the first row is answer enough. */
  private async readMany(keys: readonly OriginKey[]): Promise<Map<string, true>> {
    const exists = 'EXISTS (SELECT 1 FROM client_origins WHERE realmId = ? AND origin = ?)';
    const columns = keys.map((_key, index) => `${exists} AS k${index}`);
    const [row] = await this.sql.query<Record<string, number>>(
      `SELECT ${columns.join(', ')}`,
      keys.flatMap(({ realm, origin }) => [idToBytes(realm.id), origin]),
    );
    return new Map(keys.filter((_key, index) => Boolean(row?.[`k${index}`])).map((key) => [nameOf(key), true]));
  }
}
