import { Injectable } from '@nestjs/common';
import { CoalescedRead, distinct } from '../database/coalesced-read.js';
import { decodeCursor, type Page, type PageRequest, pageOf } from '../database/page.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Sql } from '../database/sql.js';
import { hex, placeholders } from '../database/statements.js';
import { idFromHex, idToBytes } from '../kernel/ids.js';
import type { User } from './user.types.js';

/** A user with the credential, which never leaves this folder. */
export interface UserRecord {
  readonly user: User;
  readonly usernameKey: string;
  /** PHC form; null for a user who cannot sign in by password. */
  readonly passwordHash: string | null;
}

interface UserRow {
  /** In hexadecimal digits, as the realm's. */
  readonly id: string;
  readonly realmId: string;
  readonly username: string;
  readonly usernameKey: string;
  readonly email: string | null;
  readonly fullName: string | null;
  readonly attributes: string;
  readonly passwordHash: string | null;
  readonly enabled: number;
  readonly notBefore: number | null;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

const COLUMNS = [
  ...['id', 'realmId'].map((name) => hex(name)),
  'username, usernameKey, email, fullName, attributes, passwordHash, enabled, notBefore, version, createdAt, updatedAt',
].join(', ');

interface InRealm {
  readonly realm: RealmRef;
  readonly id: string;
}

@Injectable()
export class UsersRepository {
  private readonly byId = new CoalescedRead<InRealm, UserRecord>(
    (keys) => this.readMany(keys),
    ({ realm, id }) => `${realm.id}/${id}`,
  );

  constructor(private readonly sql: Sql) {}

  findById(realm: RealmRef, id: string): Promise<UserRecord | null> {
    return this.byId.load({ realm, id });
  }

  async findByKey(realm: RealmRef, usernameKey: string): Promise<UserRecord | null> {
    const statement = `SELECT ${COLUMNS} FROM users WHERE realmId = ? AND usernameKey = ?`;
    const rows = await this.sql.query<UserRow>(statement, [idToBytes(realm.id), usernameKey]);
    // MySQL disregards spaces at the end when it compares.
    const row = rows.find((candidate) => candidate.usernameKey === usernameKey);
    return row ? toRecord(row) : null;
  }

  /** The first who was made with that address: addresses need not be unique. */
  async findByEmail(realm: RealmRef, email: string): Promise<User | null> {
    const statement = `SELECT ${COLUMNS} FROM users WHERE realmId = ? AND email = ? ORDER BY users.id`;
    const rows = await this.sql.query<UserRow>(statement, [idToBytes(realm.id), email]);
    // MySQL disregards spaces at the end when it compares.
    const row = rows.find((candidate) => candidate.email === email);
    return row ? toRecord(row).user : null;
  }

  async page(realm: RealmRef, { limit, cursor }: PageRequest): Promise<Page<User>> {
    const after = cursor === undefined ? Buffer.alloc(16) : idToBytes(decodeCursor(cursor));
    const statement = `SELECT ${COLUMNS} FROM users WHERE realmId = ? AND id > ? ORDER BY users.id LIMIT ?`;
    const rows = await this.sql.query<UserRow>(statement, [idToBytes(realm.id), after, limit + 1]);
    return pageOf(
      rows.map((row) => toRecord(row).user),
      limit,
    );
  }

  /** @throws a duplicate error for a username that is taken. */
  async insert(realm: RealmRef, record: UserRecord): Promise<void> {
    await this.sql.insert('users', [{ ...toColumns(record), realmId: idToBytes(realm.id) }]);
  }

  /** @returns false when the row has another version by now. */
  async replace(realm: RealmRef, record: UserRecord, version: number): Promise<boolean> {
    const { id, ...columns } = toColumns(record);
    const assignments = Object.keys(columns).map((name) => `${name} = ?`);
    const statement = `UPDATE users SET ${assignments.join(', ')} WHERE realmId = ? AND id = ? AND version = ?`;
    const params = [...Object.values(columns), idToBytes(realm.id), id, version];
    return (await this.sql.execute(statement, params)) === 1;
  }

  async remove(realm: RealmRef, id: string): Promise<void> {
    const statement = 'DELETE FROM users WHERE realmId = ? AND id = ?';
    await this.sql.execute(statement, [idToBytes(realm.id), idToBytes(id)]);
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM users WHERE realmId = ?', [idToBytes(realm.id)]);
  }

  private async readMany(keys: InRealm[]): Promise<Map<string, UserRecord>> {
    const realmIds = distinct(keys.map(({ realm }) => realm.id));
    const rows = await this.sql.query<UserRow>(
      `SELECT ${COLUMNS} FROM users WHERE id IN (${placeholders(keys.length)}) AND realmId IN (${placeholders(realmIds.length)})`,
      [...keys.map(({ id }) => id), ...realmIds].map(idToBytes),
    );
    return new Map(rows.map((row) => [`${idFromHex(row.realmId)}/${idFromHex(row.id)}`, toRecord(row)]));
  }
}

const toRecord = (row: UserRow): UserRecord => ({
  usernameKey: row.usernameKey,
  passwordHash: row.passwordHash,
  user: {
    id: idFromHex(row.id),
    username: row.username,
    email: row.email,
    fullName: row.fullName,
    attributes: JSON.parse(row.attributes) as Record<string, unknown>,
    enabled: row.enabled !== 0,
    notBefore: row.notBefore,
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  },
});

const toColumns = ({ user, usernameKey, passwordHash }: UserRecord) => ({
  ...user,
  id: idToBytes(user.id),
  attributes: JSON.stringify(user.attributes),
  enabled: user.enabled ? 1 : 0,
  usernameKey,
  passwordHash,
});
