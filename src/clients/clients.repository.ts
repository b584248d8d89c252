import { Injectable } from '@nestjs/common';
import { CoalescedRead, distinct } from '../database/coalesced-read.js';
import { decodeCursor, type Page, type PageRequest, pageOf } from '../database/page.js';
import type { RealmRef } from '../database/realm-ref.js';
import { isSameState, type RowState } from '../database/row-state.js';
import { Sql } from '../database/sql.js';
import { hex, placeholders } from '../database/statements.js';
import { isInTransaction } from '../database/transaction-slot.js';
import { BoundedMap } from '../kernel/bounded-map.js';
import { idFromBytes, idFromHex, idToBytes } from '../kernel/ids.js';
import { type ClientRow, toClient, toColumns } from './client.mapper.js';
import type { Client } from './client.types.js';

/** What is read anew for every request: which row, and whether it is still the one that was parsed. */
interface Stamp extends RowState {
  readonly id: string;
  readonly clientId: string;
}

interface InRealm {
  readonly realm: RealmRef;
  readonly name: string;
}

const STAMP = `${hex('id')}, ${hex('realmId')}, clientId, version, updatedAt`;

const PARSED = 10_000;
const nameOf = ({ realm, name }: InRealm): string => `${realm.id}/${name}`;

/**
 * Clients are asked for in every request, and change rarely: each read asks the database for the row's version alone and
 * takes the row parsed before if that is still its version. Nothing is ever taken without asking.
 */
@Injectable()
export class ClientsRepository {
  private readonly parsed = new BoundedMap<string, Client>(PARSED);
  private readonly byClientId = new CoalescedRead<InRealm, Stamp>((keys) => this.readStamps('clientId', keys), nameOf);
  private readonly byId = new CoalescedRead<InRealm, Stamp>((keys) => this.readStamps('id', keys), nameOf);
  private readonly rows = new CoalescedRead<InRealm, Client>((keys) => this.readRows(keys), nameOf);

  constructor(private readonly sql: Sql) {}

  async find(realm: RealmRef, clientId: string): Promise<Client | null> {
    return this.current(realm, await this.byClientId.load({ realm, name: clientId }));
  }

  async findById(realm: RealmRef, id: string): Promise<Client | null> {
    return this.current(realm, await this.byId.load({ realm, name: id }));
  }

  /** In one statement, inside a transaction too. */
  async findByIds(realm: RealmRef, ids: readonly string[]): Promise<Client[]> {
    if (ids.length === 0) return [];
    return [...(await this.readRows(ids.map((name) => ({ realm, name })))).values()];
  }

  async page(realm: RealmRef, { limit, cursor }: PageRequest): Promise<Page<Client>> {
    const after = cursor === undefined ? Buffer.alloc(16) : idToBytes(decodeCursor(cursor));
    const statement = 'SELECT * FROM clients WHERE realmId = ? AND id > ? ORDER BY id LIMIT ?';
    const rows = await this.sql.query<ClientRow>(statement, [idToBytes(realm.id), after, limit + 1]);
    return pageOf(rows.map(toClient), limit);
  }

  /** Those whose list of scopes may hold the name; the caller looks closer. */
  async mentioning(realm: RealmRef, scope: string): Promise<Client[]> {
    const statement = 'SELECT * FROM clients WHERE realmId = ? AND scopes LIKE ?';
    const rows = await this.sql.query<ClientRow>(statement, [idToBytes(realm.id), `%"${scope}"%`]);
    return rows.map(toClient);
  }

  /** @throws a duplicate error for a client id that is taken. */
  async insert(realm: RealmRef, client: Client): Promise<void> {
    await this.sql.insert('clients', [{ ...toColumns(client), realmId: idToBytes(realm.id) }]);
  }

  /** @returns false when the row has another version by now. */
  async replace(realm: RealmRef, client: Client, version: number): Promise<boolean> {
    const { id, ...columns } = toColumns(client);
    const names = Object.keys(columns);
    const statement =
      `UPDATE clients SET ${names.map((name) => `${name} = ?`).join(', ')} ` +
      'WHERE realmId = ? AND id = ? AND version = ?';
    const params = [...Object.values(columns), idToBytes(realm.id), id, version];
    return (await this.sql.execute(statement, params)) === 1;
  }

  async remove(realm: RealmRef, id: string): Promise<void> {
    const statement = 'DELETE FROM clients WHERE realmId = ? AND id = ?';
    await this.sql.execute(statement, [idToBytes(realm.id), idToBytes(id)]);
  }

  async countRegistered(realm: RealmRef): Promise<number> {
    const statement = "SELECT COUNT(*) AS n FROM clients WHERE origin = 'registration' AND realmId = ?";
    const [row] = await this.sql.query<{ n: number | string }>(statement, [idToBytes(realm.id)]);
    return Number(row?.n);
  }

  /** Client ids of some that registered themselves before that moment and were not used since. */
  async unusedRegistered(realm: RealmRef, before: number, limit: number): Promise<string[]> {
    const statement =
      "SELECT clientId FROM clients WHERE origin = 'registration' AND realmId = ? AND createdAt < ? " +
      'AND (usedAt IS NULL OR usedAt < ?) ORDER BY createdAt LIMIT ?';
    const rows = await this.sql.query<{ clientId: string }>(statement, [idToBytes(realm.id), before, before, limit]);
    return rows.map(({ clientId }) => clientId);
  }

  /** No change of the client: its version stays. */
  async touch(realm: RealmRef, id: string, now: number): Promise<void> {
    const statement = 'UPDATE clients SET usedAt = ? WHERE realmId = ? AND id = ?';
    await this.sql.execute(statement, [now, idToBytes(realm.id), idToBytes(id)]);
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM clients WHERE realmId = ?', [idToBytes(realm.id)]);
  }

  private async current(realm: RealmRef, stamp: Stamp | null): Promise<Client | null> {
    if (!stamp) return null;
    const known = this.parsed.get(stamp.id);
    if (known && isSameState(known, stamp)) return known;
    return this.rows.load({ realm, name: stamp.id });
  }

  private async readStamps(column: 'id' | 'clientId', keys: InRealm[]): Promise<Map<string, Stamp>> {
    const { where, parameters } = inRealms(column, keys);
    const statement = `SELECT ${STAMP} FROM clients ${where}`;
    const rows = await this.sql.query<Stamp & { realmId: string }>(statement, parameters);
    return new Map(
      rows.map(({ realmId, ...row }) => {
        const stamp = { ...row, id: idFromHex(row.id) };
        return [`${idFromHex(realmId)}/${stamp[column]}`, stamp];
      }),
    );
  }

  private async readRows(keys: InRealm[]): Promise<Map<string, Client>> {
    const { where, parameters } = inRealms('id', keys);
    // What a transaction sees may yet be rolled back: it is nobody else's to know. It may be over by the answer.
    const isProvisional = isInTransaction();
    const rows = await this.sql.query<ClientRow>(`SELECT * FROM clients ${where}`, parameters);
    return new Map(
      rows.map((row) => {
        const client = toClient(row);
        if (!isProvisional) this.parsed.set(client.id, client);
        return [`${idFromBytes(row['realmId'] as Buffer)}/${client.id}`, client];
      }),
    );
  }
}

function inRealms(column: 'id' | 'clientId', keys: readonly InRealm[]): { where: string; parameters: unknown[] } {
  const realmIds = distinct(keys.map(({ realm }) => realm.id));
  const names = keys.map(({ name }) => (column === 'id' ? idToBytes(name) : name));
  return {
    where: `WHERE realmId IN (${placeholders(realmIds.length)}) AND ${column} IN (${placeholders(names.length)})`,
    parameters: [...realmIds.map(idToBytes), ...names],
  };
}
