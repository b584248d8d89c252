import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../../database/page.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { RealmScopedRepository } from '../../database/realm-scoped.repository.js';
import { Sql } from '../../database/sql.js';
import { idToBytes } from '../../kernel/ids.js';
import type { BodyFormat } from '../configs/config.types.js';
import { SavedRequestEntity } from './saved-request.entity.js';
import type { SavedRequest, SavedRequestMethod } from './saved-request.types.js';

/** Of names that are taken, `isDuplicate` tells. */
@Injectable()
export class SavedRequestsRepository extends RealmScopedRepository<SavedRequestEntity> {
  constructor(sql: Sql) {
    super(sql, SavedRequestEntity);
  }

  async find(realm: RealmRef, appId: string, name: string): Promise<SavedRequest | null> {
    const row = await this.findOne(realm, { appId, name });
    return row && toRequest(row);
  }

  async page(realm: RealmRef, appId: string, page: PageRequest): Promise<Page<SavedRequest>> {
    const { items, nextCursor } = await this.findPage(realm, { ...page, where: { appId } });
    return { items: items.map(toRequest), nextCursor };
  }

  async count(realm: RealmRef, appId: string): Promise<number> {
    const statement = 'SELECT COUNT(*) AS n FROM connection_requests WHERE realmId = ? AND appId = ?';
    const [row] = await this.sql.query<{ n: number | string }>(statement, [idToBytes(realm.id), idToBytes(appId)]);
    return Number(row?.n ?? 0);
  }

  async add(realm: RealmRef, request: SavedRequest): Promise<void> {
    await this.insert(realm, toRow(request));
  }

  /** @returns false when the row is no longer of that version. */
  async replace(realm: RealmRef, request: SavedRequest, version: number): Promise<boolean> {
    return (await this.update(realm, { id: request.id, version }, toRow(request))) === 1;
  }

  /** @returns whether there was one. */
  async remove(realm: RealmRef, id: string): Promise<boolean> {
    return (await this.delete(realm, { id })) === 1;
  }

  async removeAllOfApp(realm: RealmRef, appId: string): Promise<void> {
    await this.delete(realm, { appId });
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM connection_requests WHERE realmId = ?', [idToBytes(realm.id)]);
  }
}

const toRow = (request: SavedRequest): Omit<SavedRequestEntity, 'realmId'> => ({
  ...request,
  headers: { ...request.headers },
  query: { ...request.query },
});

const toRequest = (row: SavedRequestEntity): SavedRequest => ({
  id: row.id,
  appId: row.appId,
  name: row.name,
  method: row.method as SavedRequestMethod,
  path: row.path,
  headers: row.headers,
  query: row.query,
  body: row.body,
  bodyFormat: row.bodyFormat as BodyFormat,
  version: row.version,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});
