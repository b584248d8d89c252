import { Injectable } from '@nestjs/common';
import { CoalescedRead } from '../database/coalesced-read.js';
import { decodeCursor, pageOf, type Page, type PageRequest } from '../database/page.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Sql } from '../database/sql.js';
import { placeholders } from '../database/statements.js';
import { idFromBytes, idToBytes } from '../kernel/ids.js';
import type { RealmEntity } from './realm.entity.js';

/** A row as the database gives it: ids in bytes, flags as numbers, JSON as text. */
export type RealmRow = Omit<
  RealmEntity,
  | 'id'
  | 'enabled'
  | 'selfRegistration'
  | 'connectConfirmationOnly'
  | 'passwordPolicy'
  | 'branding'
  | 'registrationRules'
  | 'createdAt'
  | 'updatedAt'
  | 'notBefore'
> & {
  id: Buffer;
  enabled: number;
  selfRegistration: number;
  connectConfirmationOnly: number;
  passwordPolicy: string;
  branding: string;
  registrationRules: string;
  notBefore: number | string | null;
  createdAt: number | string;
  updatedAt: number | string;
};

/** Columns that an update may write. */
export type RealmColumns = Partial<Omit<RealmRow, 'id' | 'name' | 'version' | 'createdAt' | 'sealedDataKey'>>;

const COLUMNS = [
  'id',
  'name',
  'displayName',
  'description',
  'keyHash',
  'tokenValiditySeconds',
  'refreshTokenValiditySeconds',
  'grantValiditySeconds',
  'sessionIdleSeconds',
  'sessionMaxSeconds',
  'refreshGraceSeconds',
  'accessTokenFormat',
  'signingAlgorithm',
  'passwordPolicy',
  'branding',
  'registration',
  'registrationRules',
  'selfRegistration',
  'connectConfirmationOnly',
  'enabled',
  'notBefore',
  'version',
  'createdAt',
  'updatedAt',
].join(', ');

@Injectable()
export class RealmsRepository {
  private readonly byName = new CoalescedRead<string, RealmRow>(
    (names) => this.readMany(names),
    (name) => name,
  );

  constructor(private readonly sql: Sql) {}

  /** Read anew each time, together with what is asked in the same turn of the event loop. */
  find(name: string): Promise<RealmRow | null> {
    return this.byName.load(name);
  }

  /** The oldest first. */
  async page({ limit, cursor }: PageRequest): Promise<Page<{ id: string; row: RealmRow }>> {
    const after = cursor === undefined ? Buffer.alloc(0) : idToBytes(decodeCursor(cursor));
    const statement = `SELECT ${COLUMNS} FROM realms WHERE id > ? ORDER BY id LIMIT ?`;
    const rows = await this.sql.query<RealmRow>(statement, [after, limit + 1]);
    return pageOf(
      rows.map((row) => ({ id: idFromBytes(row.id), row })),
      limit,
    );
  }

  /** @throws a duplicate error when there is a realm of that name. */
  insert(row: RealmRow): Promise<void> {
    return this.sql.insert('realms', [{ ...row }]);
  }

  /** @returns false when the realm is gone, or is not of that version any more. */
  async update(realm: RealmRef & { version: number }, columns: RealmColumns): Promise<boolean> {
    const names = Object.keys(columns);
    const statement = `UPDATE realms SET ${names.map((name) => `${name} = ?, `).join('')}version = version + 1 WHERE id = ? AND version = ?`;
    const params = [...Object.values(columns), idToBytes(realm.id), realm.version];
    return (await this.sql.execute(statement, params)) === 1;
  }

  /** Counts the versions of rows up, as a change of them would. */
  async touch(names: readonly string[], now: number): Promise<void> {
    const statement = `UPDATE realms SET version = version + 1, updatedAt = ? WHERE name IN (${placeholders(names.length)})`;
    await this.sql.execute(statement, [now, ...names]);
  }

  async delete(realm: RealmRef): Promise<boolean> {
    return (await this.sql.execute('DELETE FROM realms WHERE id = ?', [idToBytes(realm.id)])) === 1;
  }

  private async readMany(names: string[]): Promise<Map<string, RealmRow>> {
    const statement = `SELECT ${COLUMNS} FROM realms WHERE name IN (${placeholders(names.length)})`;
    const rows = await this.sql.query<RealmRow>(statement, names);
    return new Map(rows.map((row) => [row.name, row]));
  }
}
