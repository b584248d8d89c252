import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Sql } from '../../database/sql.js';
import { idFromBytes, idToBytes } from '../../kernel/ids.js';
import type { HostPatterns } from '../templates/host-patterns.js';
import { CONNECTION_COLUMNS, fromConnectionRow, type ConnectionRow } from './connection.mapper.js';
import type { Connection } from './connection.types.js';

/** Of the tokens what is stored with every change of them: the texts are sealed. */
export interface SecretColumns {
  readonly access: string | null;
  readonly refresh: string | null;
  readonly raw: string | null;
  readonly hosts: HostPatterns;
  readonly tokenType: string;
  readonly grantFingerprint: Buffer | null;
  readonly dueAt: number | null;
}

/** What is needed to decide whether the tokens may be used; still sealed. Times are UTC milliseconds. */
export interface SealedSecret {
  readonly connectionId: string;
  readonly version: number;
  readonly access: string | null;
  readonly refresh: string | null;
  /** Where they may be sent. */
  readonly hosts: HostPatterns;
  readonly tokenType: string;
  readonly dueAt: number | null;
  readonly failingToldAt: number | null;
}

/** A connection with its tokens. */
export interface HeldConnection {
  readonly connection: Connection;
  readonly secret: SealedSecret;
}

/** The right to refresh, for one attempt and a time that is longer than an attempt can take. */
export interface Lease {
  readonly owner: string;
  /** Of the tokens that the attempt is made with. */
  readonly version: number;
  readonly until: number;
}

interface SecretRow {
  readonly connectionId: Buffer;
  readonly version: number | string;
  readonly access: string | null;
  readonly refresh: string | null;
  readonly hosts: string;
  readonly tokenType: string;
  readonly dueAt: number | string | null;
  readonly failingToldAt: number | string | null;
}

const COLUMNS = ['connectionId', 'version', 'access', 'refresh', 'hosts', 'tokenType', 'dueAt', 'failingToldAt'];
const BOTH = [...COLUMNS.map((name) => `s.${name}`), ...CONNECTION_COLUMNS.map((name) => `c.${name}`)].join(', ');
const TOKENS =
  'access = ?, refresh = ?, raw = ?, hosts = ?, tokenType = ?, grantFingerprint = ?, dueAt = ?, version = version + 1, rejections = 0, checkedAt = NULL';
const FREE = 'leaseOwner = NULL, leaseUntil = NULL';
const PLACE = 'connectionId = ? AND realmId = ?';

/** The sealed tokens of connections. Every statement that changes some is a compare-and-set; no lock outlives one. */
@Injectable()
export class ConnectionSecretsRepository {
  constructor(private readonly sql: Sql) {}

  /** With the connection as it was at that very moment: neither may be judged by an older or a newer other. */
  async find(realm: RealmRef, id: string): Promise<HeldConnection | null> {
    const statement = `SELECT ${BOTH} FROM connection_secrets s JOIN connections c ON c.id = s.connectionId WHERE s.connectionId = ? AND s.realmId = ? AND c.live = 1`;
    const [row] = await this.sql.query<SecretRow & ConnectionRow>(statement, placeOf(realm, id));
    return row ? { connection: fromConnectionRow(row), secret: fromRow(row) } : null;
  }

  async add(realm: RealmRef, id: string, columns: SecretColumns): Promise<void> {
    const [connectionId, realmId] = placeOf(realm, id);
    const fresh = { leaseOwner: null, leaseUntil: null, failingToldAt: null, rejections: 0, checkedAt: null };
    const row = { connectionId, realmId, version: 1, ...columns, hosts: JSON.stringify(columns.hosts), ...fresh };
    await this.sql.insert('connection_secrets', [row]);
  }

  /** @returns false when another one has it, or the tokens are others by now. */
  async takeLease(realm: RealmRef, id: string, { owner, version, until }: Lease, now: number): Promise<boolean> {
    const statement = `UPDATE connection_secrets SET leaseOwner = ?, leaseUntil = ? WHERE ${PLACE} AND version = ? AND (leaseUntil IS NULL OR leaseUntil < ?)`;
    const parameters = [idToBytes(owner), until, ...placeOf(realm, id), version, now];
    return (await this.sql.execute(statement, parameters)) === 1;
  }

  /** @returns false when the lease is another's by now, or the tokens are others than it was taken for. */
  async giveBack(realm: RealmRef, id: string, { owner, version }: Lease): Promise<boolean> {
    const statement = `UPDATE connection_secrets SET ${FREE} WHERE ${PLACE} AND leaseOwner = ? AND version = ?`;
    return (await this.sql.execute(statement, [...placeOf(realm, id), idToBytes(owner), version])) === 1;
  }

  /** The holder's write, which also gives the lease back. @returns false when the lease is another's by now. */
  async replaceAsHolder(realm: RealmRef, id: string, owner: string, columns: SecretColumns): Promise<boolean> {
    const statement = `UPDATE connection_secrets SET ${TOKENS}, ${FREE} WHERE ${PLACE} AND leaseOwner = ?`;
    const parameters = [...valuesOf(columns), ...placeOf(realm, id), idToBytes(owner)];
    return (await this.sql.execute(statement, parameters)) === 1;
  }

  /** The write of one who has lost the lease: whoever has it keeps it. @returns false when the tokens are others by now. */
  async replaceAtVersion(realm: RealmRef, id: string, version: number, columns: SecretColumns): Promise<boolean> {
    const statement = `UPDATE connection_secrets SET ${TOKENS} WHERE ${PLACE} AND version = ?`;
    return (await this.sql.execute(statement, [...valuesOf(columns), ...placeOf(realm, id), version])) === 1;
  }

  /** Of a new grant, which ends whatever is done about the old one. @returns false when the connection is gone. */
  async replace(realm: RealmRef, id: string, columns: SecretColumns): Promise<boolean> {
    const statement = `UPDATE connection_secrets SET ${TOKENS}, ${FREE}, failingToldAt = NULL WHERE ${PLACE}`;
    return (await this.sql.execute(statement, [...valuesOf(columns), ...placeOf(realm, id)])) === 1;
  }

  /** Of tokens that were found to be good for longer, or for less. */
  async setDueAt(realm: RealmRef, id: string, version: number, dueAt: number | null): Promise<void> {
    const statement = `UPDATE connection_secrets SET dueAt = ? WHERE ${PLACE} AND version = ?`;
    await this.sql.execute(statement, [dueAt, ...placeOf(realm, id), version]);
  }

  async setFailingToldAt(realm: RealmRef, id: string, at: number | null): Promise<void> {
    await this.sql.execute(`UPDATE connection_secrets SET failingToldAt = ? WHERE ${PLACE}`, [
      at,
      ...placeOf(realm, id),
    ]);
  }

  /**
   * Takes it upon the caller to ask the provider after tokens that an API has refused.
   *
   * @returns false when somebody did after that moment, or the tokens are others by now.
   */
  async claimCheck(realm: RealmRef, id: string, version: number, at: { now: number; after: number }): Promise<boolean> {
    const statement = `UPDATE connection_secrets SET checkedAt = ? WHERE ${PLACE} AND version = ? AND (checkedAt IS NULL OR checkedAt <= ?)`;
    return (await this.sql.execute(statement, [at.now, ...placeOf(realm, id), version, at.after])) === 1;
  }

  /**
   * To be called in a transaction, which keeps the tokens as they are until its end.
   *
   * @returns how often an API has refused them since it last took them; null when they are others by now.
   */
  async countRejection(realm: RealmRef, id: string, version: number): Promise<number | null> {
    const counted = `UPDATE connection_secrets SET rejections = rejections + 1 WHERE ${PLACE} AND version = ?`;
    if ((await this.sql.execute(counted, [...placeOf(realm, id), version])) === 0) return null;
    const statement = `SELECT rejections FROM connection_secrets WHERE ${PLACE}`;
    const [row] = await this.sql.query<{ rejections: number }>(statement, placeOf(realm, id));
    return Number(row?.rejections);
  }

  /** @returns false when there was none of these tokens. */
  async forgetRejections(realm: RealmRef, id: string, version: number): Promise<boolean> {
    const statement = `UPDATE connection_secrets SET rejections = 0 WHERE ${PLACE} AND version = ? AND rejections > 0`;
    return (await this.sql.execute(statement, [...placeOf(realm, id), version])) === 1;
  }

  /** Other connections of the realm that live by the same grant. */
  async countSiblings(realm: RealmRef, id: string): Promise<number> {
    const statement =
      'SELECT COUNT(*) AS n FROM connection_secrets s JOIN connection_secrets o ON o.realmId = s.realmId AND o.grantFingerprint = s.grantFingerprint AND o.connectionId <> s.connectionId WHERE s.connectionId = ? AND s.realmId = ?';
    const [row] = await this.sql.query<{ n: number }>(statement, placeOf(realm, id));
    return Number(row?.n);
  }

  async remove(realm: RealmRef, id: string): Promise<void> {
    await this.sql.execute(`DELETE FROM connection_secrets WHERE ${PLACE}`, placeOf(realm, id));
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM connection_secrets WHERE realmId = ?', [idToBytes(realm.id)]);
  }
}

const placeOf = (realm: RealmRef, id: string): [Buffer, Buffer] => [idToBytes(id), idToBytes(realm.id)];

const valuesOf = (columns: SecretColumns): unknown[] => [
  columns.access,
  columns.refresh,
  columns.raw,
  JSON.stringify(columns.hosts),
  columns.tokenType,
  columns.grantFingerprint,
  columns.dueAt,
];

const timeOf = (time: number | string | null): number | null => (time === null ? null : Number(time));

const fromRow = (row: SecretRow): SealedSecret => ({
  connectionId: idFromBytes(row.connectionId),
  version: Number(row.version),
  access: row.access,
  refresh: row.refresh,
  hosts: JSON.parse(row.hosts) as string[],
  tokenType: row.tokenType,
  dueAt: timeOf(row.dueAt),
  failingToldAt: timeOf(row.failingToldAt),
});
