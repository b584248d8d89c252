import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { CoalescedRead, distinct } from '../database/coalesced-read.js';
import type { Page, PageRequest } from '../database/page.js';
import type { RealmRef } from '../database/realm-ref.js';
import { RealmScopedRepository } from '../database/realm-scoped.repository.js';
import { Sql } from '../database/sql.js';
import { hex, hexOrNull, placeholders, type Statements } from '../database/statements.js';
import { idFromBytes, idFromHex, idToBytes } from '../kernel/ids.js';
import { GrantEntity } from './grant.entity.js';
import { fromGrantEntity, fromGrantRow, jsonOrNull, type GrantRow } from './grant.mapper.js';
import type { Grant, GrantFilter } from './grant.types.js';

interface GrantKey {
  readonly realmId: string;
  readonly id: string;
}

const COLUMNS = [
  ...['id', 'realmId', 'clientId'].map((name) => hex(name)),
  ...['userId', 'sessionId'].map((name) => hexOrNull(name)),
  'scope, resources, generation, policy, attributes, createdAt, expiresAt, revokedAt',
].join(', ');

/** What is kept of a grant. */
export interface NewestPair {
  readonly grantId: string;
  readonly sealed: string;
}

const nameOf = ({ realmId, id }: GrantKey): string => `${realmId}/${id}`;

/** What is kept of each grant now, which for most is nothing. */
const keptOf = (count: number): string => (count === 0 ? 'NULL' : `CASE id ${'WHEN ? THEN ? '.repeat(count)}END`);

/** Authorizations. Issuing and revoking both change the row, so that neither can miss the other. */
@Injectable()
export class GrantsRepository extends RealmScopedRepository<GrantEntity> {
  private readonly byId = new CoalescedRead<GrantKey, Grant>((keys) => this.readMany(keys), nameOf);

  constructor(sql: Sql) {
    super(sql, GrantEntity);
  }

  /** Revoked and expired ones too. */
  find(realm: RealmRef, id: string): Promise<Grant | null> {
    return this.byId.load({ realmId: realm.id, id });
  }

  /**
   * Starts the next generation of grants of the realms given.
   *
   * @param within the transaction in which their tokens are inserted.
   * @param at when it begins.
   * @param pairs what is kept from now on, sealed, of those of them whose newest pair is; nothing is kept of the others.
   * @returns the ids of those that are still in force: what was revoked meanwhile issues nothing.
   */
  async advance(
    within: Statements,
    realms: readonly RealmRef[],
    ids: readonly string[],
    at: number,
    pairs: readonly NewestPair[] = [],
  ): Promise<string[]> {
    const realmIds = [...new Set(realms.map(({ id }) => id))].sort();
    const condition = `id IN (${placeholders(ids.length)}) AND realmId IN (${placeholders(realmIds.length)}) AND revokedAt IS NULL`;
    const parameters = [...[...ids].sort(), ...realmIds].map(idToBytes);
    const advanced = await within.change(
      `UPDATE grants SET generation = generation + 1, generationAt = ?, keptPair = ${keptOf(pairs.length)} WHERE ${condition}`,
      [at, ...pairs.flatMap(({ grantId, sealed }) => [idToBytes(grantId), sealed]), ...parameters],
    );
    if (advanced === ids.length) return [...ids];
    const live = await within.rows<{ id: Buffer }>(`SELECT id FROM grants WHERE ${condition}`, parameters);
    return live.map(({ id }) => idFromBytes(id));
  }

  /**
   * Puts a grant in force whose code was redeemed: from a minute to its real end, on the terms it is redeemed on.
   *
   * @returns false when it was revoked, or its code expired, in the meantime.
   */
  async confirm(
    realm: RealmRef,
    grant: Pick<Grant, 'id' | 'expiresAt' | 'policy' | 'attributes'>,
    at: number,
  ): Promise<boolean> {
    const statement =
      'UPDATE grants SET expiresAt = ?, policy = ?, attributes = ? WHERE id = ? AND realmId = ? AND revokedAt IS NULL AND expiresAt > ?';
    const terms = [jsonOrNull(grant.policy), jsonOrNull(grant.attributes)];
    const confirmed = await this.sql.execute(statement, [
      grant.expiresAt,
      ...terms,
      idToBytes(grant.id),
      idToBytes(realm.id),
      at,
    ]);
    return confirmed === 1;
  }

  /** @returns whether this call ended it. */
  async revoke(realm: RealmRef, id: string, at: number): Promise<boolean> {
    const statement =
      'UPDATE grants SET revokedAt = ?, keptPair = NULL WHERE id = ? AND realmId = ? AND revokedAt IS NULL';
    return (await this.sql.execute(statement, [at, idToBytes(id), idToBytes(realm.id)])) === 1;
  }

  /** @returns how many this call ended. */
  revokeAllOfUser(realm: RealmRef, userId: string, at: number): Promise<number> {
    const statement =
      'UPDATE grants SET revokedAt = ?, keptPair = NULL WHERE realmId = ? AND userId = ? AND revokedAt IS NULL AND expiresAt > ?';
    return this.sql.execute(statement, [at, idToBytes(realm.id), idToBytes(userId), at]);
  }

  /**
   * Erases what is stored of the pair of a grant, which may be nothing, to put another grant in its place. A refresh changes
   * the row as well: one of the two waits for the other.
   *
   * @returns false when there was a refresh since that generation.
   */
  async giveUpPair(realm: RealmRef, id: string, generation: number): Promise<boolean> {
    const statement = 'UPDATE grants SET keptPair = NULL WHERE id = ? AND realmId = ? AND generation = ?';
    return (await this.sql.execute(statement, [idToBytes(id), idToBytes(realm.id), generation])) === 1;
  }

  /** Erases the pair if it is of that generation still. */
  async erasePair(realm: RealmRef, id: string, generation: number): Promise<void> {
    const statement =
      'UPDATE grants SET keptPair = NULL WHERE id = ? AND realmId = ? AND generation = ? AND keptPair IS NOT NULL';
    await this.sql.execute(statement, [idToBytes(id), idToBytes(realm.id), generation]);
  }

  async erasePairsOfUser(realm: RealmRef, userId: string): Promise<void> {
    const statement = 'UPDATE grants SET keptPair = NULL WHERE realmId = ? AND userId = ? AND keptPair IS NOT NULL';
    await this.sql.execute(statement, [idToBytes(realm.id), idToBytes(userId)]);
  }

  /** Of any realm, and those of them that were not replaced since. */
  async eraseThesePairs(pairs: readonly NewestPair[]): Promise<void> {
    if (pairs.length === 0) return;
    const marks = placeholders(pairs.length);
    await this.sql.execute(`UPDATE grants SET keptPair = NULL WHERE id IN (${marks}) AND keptPair IN (${marks})`, [
      ...pairs
        .map(({ grantId }) => grantId)
        .sort()
        .map(idToBytes),
      ...pairs.map(({ sealed }) => sealed),
    ]);
  }

  /** Neither revoked nor expired, oldest first. */
  async page(realm: RealmRef, filter: GrantFilter, now: number, page: PageRequest): Promise<Page<Grant>> {
    const { userId, clientId } = filter;
    const of = { ...(userId !== undefined && { userId }), ...(clientId !== undefined && { clientId }) };
    const where = { ...of, revokedAt: IsNull(), expiresAt: MoreThan(now) };
    const { items, nextCursor } = await this.findPage(realm, { ...page, where });
    return { items: items.map(fromGrantEntity), nextCursor };
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.delete(realm, {});
  }

  private async readMany(keys: readonly GrantKey[]): Promise<Map<string, Grant>> {
    const realmIds = distinct(keys.map(({ realmId }) => realmId));
    const rows = await this.sql.query<GrantRow>(
      `SELECT ${COLUMNS} FROM grants WHERE id IN (${placeholders(keys.length)}) AND realmId IN (${placeholders(realmIds.length)})`,
      [...keys.map(({ id }) => id), ...realmIds].map(idToBytes),
    );
    return new Map(
      rows.map((row) => [nameOf({ realmId: idFromHex(row.realmId), id: idFromHex(row.id) }), fromGrantRow(row)]),
    );
  }
}
