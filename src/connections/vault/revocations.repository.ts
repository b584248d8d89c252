import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Sql } from '../../database/sql.js';
import { idFromBytes, idToBytes } from '../../kernel/ids.js';

/** What a provider is still to be told. Times are UTC milliseconds. */
export interface Revocation {
  readonly id: string;
  readonly connectionId: string;
  readonly configId: string;
  readonly configVersion: number;
  readonly sealedTokens: string;
  /** How often it was tried in vain. */
  readonly failures: number;
  /** When somebody tries next; until then, whoever set it has it in hand. */
  readonly nextAttemptAt: number;
  readonly createdAt: number;
}

/** One that is due, of whichever realm. */
export interface DueRevocation {
  readonly realm: RealmRef;
  readonly revocation: Revocation;
}

type RevocationRow = Omit<Revocation, 'id' | 'connectionId' | 'configId'> &
  Readonly<Record<'id' | 'connectionId' | 'configId', Buffer>>;

const COLUMNS = [
  'id',
  'connectionId',
  'configId',
  'configVersion',
  'sealedTokens',
  'failures',
  'nextAttemptAt',
  'createdAt',
].map((name) => `v.${name}`);

@Injectable()
export class RevocationsRepository {
  constructor(private readonly sql: Sql) {}

  async add(realm: RealmRef, revocation: Revocation): Promise<void> {
    const { id, connectionId, configId } = revocation;
    const ids = { id: idToBytes(id), connectionId: idToBytes(connectionId), configId: idToBytes(configId) };
    await this.sql.insert('connection_revocations', [{ ...revocation, ...ids, realmId: idToBytes(realm.id) }]);
  }

  /** Of every realm, those that have waited longest first. */
  async due(now: number, limit: number): Promise<DueRevocation[]> {
    const statement = `SELECT ${COLUMNS.join(', ')}, r.id AS realmId, r.name AS realmName FROM connection_revocations v JOIN realms r ON r.id = v.realmId WHERE v.nextAttemptAt <= ? ORDER BY v.nextAttemptAt LIMIT ?`;
    const rows = await this.sql.query<RevocationRow & { realmId: Buffer; realmName: string }>(statement, [now, limit]);
    return rows.map(({ realmId, realmName, ...row }) => ({
      realm: { id: idFromBytes(realmId), name: realmName },
      revocation: fromRow(row),
    }));
  }

  /** Takes one in hand until a moment. @returns false when another node did. */
  async claim(realm: RealmRef, { id, nextAttemptAt }: Revocation, until: number): Promise<boolean> {
    const statement =
      'UPDATE connection_revocations SET nextAttemptAt = ? WHERE id = ? AND realmId = ? AND nextAttemptAt = ?';
    return (await this.sql.execute(statement, [until, idToBytes(id), idToBytes(realm.id), nextAttemptAt])) === 1;
  }

  async postpone(realm: RealmRef, id: string, failures: number, nextAttemptAt: number): Promise<void> {
    const statement = 'UPDATE connection_revocations SET failures = ?, nextAttemptAt = ? WHERE id = ? AND realmId = ?';
    await this.sql.execute(statement, [failures, nextAttemptAt, idToBytes(id), idToBytes(realm.id)]);
  }

  async remove(realm: RealmRef, id: string): Promise<void> {
    const statement = 'DELETE FROM connection_revocations WHERE id = ? AND realmId = ?';
    await this.sql.execute(statement, [idToBytes(id), idToBytes(realm.id)]);
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM connection_revocations WHERE realmId = ?', [idToBytes(realm.id)]);
  }
}

const fromRow = (row: RevocationRow): Revocation => ({
  ...row,
  id: idFromBytes(row.id),
  connectionId: idFromBytes(row.connectionId),
  configId: idFromBytes(row.configId),
  nextAttemptAt: Number(row.nextAttemptAt),
  createdAt: Number(row.createdAt),
});
