import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import type { Page, PageRequest } from '../../database/page.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { RealmScopedRepository } from '../../database/realm-scoped.repository.js';
import { Sql } from '../../database/sql.js';
import { idToBytes } from '../../kernel/ids.js';
import { SessionEntity } from './session.entity.js';
import { fromSessionRow, toSessionColumns, type SessionRow } from './session.mapper.js';
import type { Session } from './session.types.js';

const COLUMNS = 'id, userId, authTime, acr, amr, address, userAgent, createdAt, lastSeenAt, expiresAt';

const SEEN = 'lastSeenAt = CASE WHEN lastSeenAt < ? THEN ? ELSE lastSeenAt END';
const SOME = 10;

/** Sessions that have not been ended; those whose time is over too. */
@Injectable()
export class SessionsRepository extends RealmScopedRepository<SessionEntity> {
  constructor(sql: Sql) {
    super(sql, SessionEntity);
  }

  async findByHash(realm: RealmRef, valueHash: Buffer): Promise<Session | null> {
    return this.one('valueHash = ?', realm, valueHash);
  }

  async findById(realm: RealmRef, id: string): Promise<Session | null> {
    return this.one('id = ?', realm, idToBytes(id));
  }

  async add(realm: RealmRef, session: Session, valueHash: Buffer): Promise<void> {
    await this.sql.insert('sessions', [
      { ...toSessionColumns(session), realmId: idToBytes(realm.id), valueHash, held: 0 },
    ]);
  }

  /** The same session under another value. @returns false when it has been ended. */
  async renew(realm: RealmRef, session: Session, valueHash: Buffer): Promise<boolean> {
    const { id, ...columns } = { ...toSessionColumns(session), valueHash };
    const assignments = Object.keys(columns).map((name) => `${name} = ?`);
    const statement = `UPDATE sessions SET ${assignments.join(', ')} WHERE id = ? AND realmId = ?`;
    return (await this.sql.execute(statement, [...Object.values(columns), id, idToBytes(realm.id)])) === 1;
  }

  /** @returns false when it has been ended. In a transaction, no other one ends it before that is over, on any node. */
  async hold(realm: RealmRef, id: string, at: number): Promise<boolean> {
    return this.change(realm, id, `${SEEN}, held = held + 1`, [at, at]);
  }

  /** @returns false when it has been ended. */
  async touch(realm: RealmRef, id: string, at: number): Promise<boolean> {
    return this.change(realm, id, SEEN, [at, at]);
  }

  /** @returns whether this call removed it. */
  async remove(realm: RealmRef, id: string): Promise<boolean> {
    return (await this.delete(realm, { id })) === 1;
  }

  /** Those of a user that have not reached their absolute end, oldest first. */
  async page(realm: RealmRef, userId: string, now: number, page: PageRequest): Promise<Page<Session>> {
    const { items, nextCursor } = await this.findPage(realm, { ...page, where: { userId, expiresAt: MoreThan(now) } });
    return { items: items.map(toSession), nextCursor };
  }

  /** Some of those of a user that are left when so many of the newest are taken away. */
  async surplus(realm: RealmRef, userId: string, newest: number): Promise<Session[]> {
    const statement = `SELECT ${COLUMNS} FROM sessions WHERE realmId = ? AND userId = ? ORDER BY id DESC LIMIT ? OFFSET ?`;
    const parameters = [idToBytes(realm.id), idToBytes(userId), SOME, newest];
    return (await this.sql.query<SessionRow>(statement, parameters)).map(fromSessionRow);
  }

  async allOf(realm: RealmRef, userId: string): Promise<Session[]> {
    return (await this.findAll(realm, { userId })).map(toSession);
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.delete(realm, {});
  }

  private async change(realm: RealmRef, id: string, assignments: string, values: unknown[]): Promise<boolean> {
    const statement = `UPDATE sessions SET ${assignments} WHERE id = ? AND realmId = ?`;
    return (await this.sql.execute(statement, [...values, idToBytes(id), idToBytes(realm.id)])) === 1;
  }

  private async one(condition: string, realm: RealmRef, value: Buffer): Promise<Session | null> {
    const statement = `SELECT ${COLUMNS} FROM sessions WHERE ${condition} AND realmId = ?`;
    const [row] = await this.sql.query<SessionRow>(statement, [value, idToBytes(realm.id)]);
    return row ? fromSessionRow(row) : null;
  }
}

const toSession = (row: SessionEntity): Session => ({
  id: row.id,
  userId: row.userId,
  authTime: row.authTime,
  acr: row.acr,
  amr: row.amr,
  address: row.address,
  userAgent: row.userAgent,
  createdAt: row.createdAt,
  lastSeenAt: row.lastSeenAt,
  expiresAt: row.expiresAt,
});
