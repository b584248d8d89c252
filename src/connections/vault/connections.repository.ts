import { Injectable } from '@nestjs/common';
import { IsNull, Not } from 'typeorm';
import type { Page, PageRequest } from '../../database/page.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { RealmScopedRepository, type Where } from '../../database/realm-scoped.repository.js';
import { Sql } from '../../database/sql.js';
import { idFromBytes, idToBytes } from '../../kernel/ids.js';
import { ConnectionEntity } from './connection.entity.js';
import {
  CONNECTION_COLUMNS,
  fromConnectionEntity,
  fromConnectionRow,
  toChangedColumns,
  toConnectionColumns,
  type ConnectionChanges,
  type ConnectionRow,
} from './connection.mapper.js';
import {
  ownerKeyOf,
  type Connection,
  type ConnectionCounts,
  type ConnectionFilter,
  type ConnectionOwner,
} from './connection.types.js';

const COLUMNS = CONNECTION_COLUMNS.join(', ');

/** One connection of whichever realm. */
export interface ConnectionPlace {
  readonly realm: RealmRef;
  readonly connectionId: string;
}

/** One that nobody has used for long. */
export interface IdleConnection extends ConnectionPlace {
  readonly configId: string;
  readonly configVersion: number;
  /** Of its tokens. */
  readonly version: number;
  /** When it was last refreshed, or was to be tried again after a failure. */
  readonly waitingSince: number;
}

/** Those that follow one; null for the first ones. */
export interface IdlePage {
  readonly after: IdleConnection | null;
  readonly limit: number;
}

const NONE: ConnectionCounts = { pending: 0, active: 0, needs_reauth: 0, disabled: 0 };

const WAITING = 'COALESCE(c.nextAttemptAt, c.lastRefreshedAt)';

/** Connections: those that live, but for what says otherwise. */
@Injectable()
export class ConnectionsRepository extends RealmScopedRepository<ConnectionEntity> {
  constructor(sql: Sql) {
    super(sql, ConnectionEntity);
  }

  async find(realm: RealmRef, id: string): Promise<Connection | null> {
    const statement = `SELECT ${COLUMNS} FROM connections WHERE id = ? AND realmId = ? AND live = 1`;
    const [row] = await this.sql.query<ConnectionRow>(statement, [idToBytes(id), idToBytes(realm.id)]);
    return row ? fromConnectionRow(row) : null;
  }

  /** Those of one owner by one config, the oldest first. */
  async ofOwner(realm: RealmRef, configId: string, owner: ConnectionOwner): Promise<Connection[]> {
    const statement = `SELECT ${COLUMNS} FROM connections WHERE realmId = ? AND configId = ? AND ownerKey = ? AND live = 1 ORDER BY id`;
    const parameters = [idToBytes(realm.id), idToBytes(configId), ownerKeyOf(owner)];
    return (await this.sql.query<ConnectionRow>(statement, parameters)).map(fromConnectionRow);
  }

  async allOfUser(realm: RealmRef, userId: string): Promise<Connection[]> {
    return (await this.findAll(realm, { ownerKey: ownerKeyOf({ kind: 'user', userId }), live: 1 })).map(
      fromConnectionEntity,
    );
  }

  async page(realm: RealmRef, filter: ConnectionFilter, request: PageRequest): Promise<Page<Connection>> {
    const { items, nextCursor } = await this.findPage(realm, { ...request, where: conditionOf(filter) });
    return { items: items.map(fromConnectionEntity), nextCursor };
  }

  async countByConfig(realm: RealmRef, configId: string): Promise<number> {
    const statement = 'SELECT COUNT(*) AS n FROM connections WHERE realmId = ? AND configId = ? AND live = 1';
    const [row] = await this.sql.query<{ n: number }>(statement, [idToBytes(realm.id), idToBytes(configId)]);
    return Number(row?.n);
  }

  async countByStatus(realm: RealmRef, appId: string): Promise<ConnectionCounts> {
    const statement =
      'SELECT c.status, COUNT(*) AS n FROM connections c JOIN connection_configs g ON g.id = c.configId WHERE g.appId = ? AND g.realmId = ? AND c.realmId = ? AND c.live = 1 GROUP BY c.status';
    const parameters = [idToBytes(appId), idToBytes(realm.id), idToBytes(realm.id)];
    const rows = await this.sql.query<{ status: keyof ConnectionCounts; n: number }>(statement, parameters);
    const counted = rows.map(({ status, n }) => [status, Number(n)]);
    return { ...NONE, ...(Object.fromEntries(counted) as Partial<ConnectionCounts>) };
  }

  async hasOthersThan(realm: RealmRef, appId: string, owner: ConnectionOwner): Promise<boolean> {
    const statement =
      'SELECT 1 FROM connections c JOIN connection_configs g ON g.id = c.configId WHERE g.appId = ? AND g.realmId = ? AND c.realmId = ? AND c.live = 1 AND c.ownerKey <> ? LIMIT 1';
    const parameters = [idToBytes(appId), idToBytes(realm.id), idToBytes(realm.id), ownerKeyOf(owner)];
    return (await this.sql.query(statement, parameters)).length > 0;
  }

  /** @throws DatabaseError for a duplicate when the owner has one in that slot. */
  async add(realm: RealmRef, connection: Connection): Promise<void> {
    await this.sql.insert('connections', [{ ...toConnectionColumns(connection), realmId: idToBytes(realm.id) }]);
  }

  /** @returns false when it is gone, or has none of the statuses it would have to have. */
  async change(
    realm: RealmRef,
    id: string,
    changes: ConnectionChanges,
    statuses?: readonly Connection['status'][],
  ): Promise<boolean> {
    const columns = toChangedColumns(changes);
    const assignments = Object.keys(columns).map((name) => `${name} = ?`);
    const among = statuses ? ` AND status IN (${statuses.map(() => '?').join(', ')})` : '';
    const statement = `UPDATE connections SET ${assignments.join(', ')} WHERE id = ? AND realmId = ? AND live = 1${among}`;
    const place = [idToBytes(id), idToBytes(realm.id), ...(statuses ?? [])];
    return (await this.sql.execute(statement, [...Object.values(columns), ...place])) === 1;
  }

  /** Of one that has tokens again, unless it rests for a reason that tokens do not mend. */
  async revive(realm: RealmRef, id: string, reasons: readonly string[]): Promise<void> {
    const mended = `statusReason IN (${reasons.map(() => '?').join(', ')})`;
    const statement = `UPDATE connections SET status = 'active', statusReason = NULL WHERE id = ? AND realmId = ? AND live = 1 AND (status = 'pending' OR (status = 'needs_reauth' AND ${mended}))`;
    await this.sql.execute(statement, [idToBytes(id), idToBytes(realm.id), ...reasons]);
  }

  /** The row stays, so that its history can be read. @returns whether this call ended it. */
  async bury(realm: RealmRef, id: string, reason: string, at: number): Promise<boolean> {
    const statement =
      "UPDATE connections SET status = 'revoked', statusReason = ?, live = NULL, deletedAt = ? WHERE id = ? AND realmId = ? AND live = 1";
    return (await this.sql.execute(statement, [reason, at, idToBytes(id), idToBytes(realm.id)])) === 1;
  }

  /**
   * Of every realm, those whose grants might lapse for want of use: not refreshed since a moment, or with a refresh token
   * of whose life less than a fifth is left. Those that have waited longest come first, and one that failed comes after
   * those that were not tried.
   */
  async idle(
    at: { readonly now: number; readonly before: number; readonly rested: number },
    { after, limit }: IdlePage,
  ): Promise<IdleConnection[]> {
    const statement =
      `SELECT c.id AS connectionId, c.configId, c.configVersion, s.version, ${WAITING} AS waitingSince, r.id, r.name FROM connections c JOIN connection_secrets s ON s.connectionId = c.id JOIN connection_configs g ON g.id = c.configId JOIN realms r ON r.id = c.realmId` +
      " WHERE c.status = 'active' AND c.live = 1 AND s.refresh IS NOT NULL AND r.enabled = 1 AND g.status <> 'disabled' AND (c.nextAttemptAt IS NULL OR c.nextAttemptAt <= ?) AND c.lastRefreshedAt <= ?" +
      ' AND (c.lastRefreshedAt <= ? OR (c.refreshExpiresAt - ?) * 5 < c.refreshExpiresAt - c.lastRefreshedAt)' +
      ` AND (${WAITING} > ? OR (${WAITING} = ? AND c.id > ?)) ORDER BY ${WAITING}, c.id LIMIT ?`;
    const since = after?.waitingSince ?? -1;
    const place = [since, since, after ? idToBytes(after.connectionId) : Buffer.alloc(0)];
    const parameters = [at.now, at.rested, at.before, at.now, ...place, limit];
    const rows = await this.sql.query<IdleRow>(statement, parameters);
    return rows.map(({ configId, configVersion, version, waitingSince, ...place }) => ({
      ...(placesOf([place])[0] as ConnectionPlace),
      configId: idFromBytes(configId),
      configVersion,
      version: Number(version),
      waitingSince: Number(waitingSince),
    }));
  }

  /** Of every realm, those that were buried before a moment. */
  async buriedBefore(at: number, limit: number): Promise<ConnectionPlace[]> {
    const statement =
      'SELECT c.id AS connectionId, r.id, r.name FROM connections c JOIN realms r ON r.id = c.realmId WHERE c.deletedAt < ? ORDER BY c.deletedAt LIMIT ?';
    return placesOf(await this.sql.query<PlaceRow>(statement, [at, limit]));
  }

  /** @returns whether this call removed it. */
  async removeBuried(realm: RealmRef, id: string): Promise<boolean> {
    return (await this.delete(realm, { id, deletedAt: Not(IsNull()) })) === 1;
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.delete(realm, {});
  }
}

interface PlaceRow {
  readonly connectionId: Buffer;
  readonly id: Buffer;
  readonly name: string;
}

interface IdleRow extends PlaceRow {
  readonly configId: Buffer;
  readonly configVersion: number;
  readonly version: number | string;
  readonly waitingSince: number | string;
}

const placesOf = (rows: readonly PlaceRow[]): ConnectionPlace[] =>
  rows.map(({ connectionId, id, name }) => ({
    realm: { id: idFromBytes(id), name },
    connectionId: idFromBytes(connectionId),
  }));

function conditionOf({ configId, owner, status, account }: ConnectionFilter): Where<ConnectionEntity> {
  return {
    ...(status === 'revoked' ? { status } : { live: 1, ...(status && { status }) }),
    ...(configId !== undefined && { configId }),
    ...(owner && { ownerKey: ownerKeyOf(owner) }),
    ...(account !== undefined && { upstreamAccountId: account }),
  };
}
