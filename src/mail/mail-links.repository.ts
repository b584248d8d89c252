import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { Sql } from '../database/sql.js';
import { idFromBytes, idToBytes } from '../kernel/ids.js';
import type { MailLink, MailPurpose } from './mail-link.types.js';

interface MailLinkRow {
  readonly purpose: MailPurpose;
  readonly userId: Buffer | null;
  readonly email: string;
  readonly expiresAt: number;
}

const OF = 'hash = ? AND realmId = ? AND purpose = ? AND expiresAt > ?';

@Injectable()
export class MailLinksRepository {
  constructor(private readonly sql: Sql) {}

  add(realm: RealmRef, hash: Buffer, { purpose, userId, email, expiresAt }: MailLink): Promise<void> {
    const ids = { realmId: idToBytes(realm.id), userId: userId === null ? null : idToBytes(userId) };
    return this.sql.insert('mail_links', [{ hash, ...ids, purpose, email, expiresAt }]);
  }

  async find(realm: RealmRef, hash: Buffer, purpose: MailPurpose, now: number): Promise<MailLink | null> {
    const statement = `SELECT purpose, userId, email, expiresAt FROM mail_links WHERE ${OF}`;
    const [row] = await this.sql.query<MailLinkRow>(statement, [hash, idToBytes(realm.id), purpose, now]);
    return row ? fromRow(row) : null;
  }

  /** Uses a link up. @returns whether this call did it. */
  async claim(realm: RealmRef, hash: Buffer, purpose: MailPurpose, now: number): Promise<boolean> {
    const statement = `DELETE FROM mail_links WHERE ${OF}`;
    return (await this.sql.execute(statement, [hash, idToBytes(realm.id), purpose, now])) === 1;
  }

  async deleteAllOfUser(realm: RealmRef, userId: string): Promise<void> {
    const statement = 'DELETE FROM mail_links WHERE realmId = ? AND userId = ?';
    await this.sql.execute(statement, [idToBytes(realm.id), idToBytes(userId)]);
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM mail_links WHERE realmId = ?', [idToBytes(realm.id)]);
  }
}

const fromRow = ({ purpose, userId, email, expiresAt }: MailLinkRow): MailLink => ({
  purpose,
  email,
  userId: userId && idFromBytes(userId),
  expiresAt: Number(expiresAt),
});
