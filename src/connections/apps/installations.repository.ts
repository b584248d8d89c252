import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../../database/page.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { RealmScopedRepository } from '../../database/realm-scoped.repository.js';
import { Sql } from '../../database/sql.js';
import type { Installation, InstallationStatus } from './app.types.js';
import { InstallationEntity } from './installation.entity.js';
import { without } from '../../kernel/without.js';

@Injectable()
export class InstallationsRepository extends RealmScopedRepository<InstallationEntity> {
  constructor(sql: Sql) {
    super(sql, InstallationEntity);
  }

  async page(realm: RealmRef, request: PageRequest): Promise<Page<Installation>> {
    const { items, nextCursor } = await this.findPage(realm, request);
    return { items: items.map(toInstallation), nextCursor };
  }

  async find(realm: RealmRef, id: string): Promise<Installation | null> {
    const row = await this.findOne(realm, { id });
    return row && toInstallation(row);
  }

  async ofApp(realm: RealmRef, appId: string): Promise<Installation | null> {
    const row = await this.findOne(realm, { appId });
    return row && toInstallation(row);
  }

  /** @throws a duplicate error for an app that is installed. */
  async add(realm: RealmRef, installation: Installation): Promise<void> {
    await this.insert(realm, installation);
  }

  async setStatus(realm: RealmRef, id: string, status: InstallationStatus): Promise<boolean> {
    return (await this.update(realm, { id }, { status })) === 1;
  }

  async removeOfApp(realm: RealmRef, appId: string): Promise<void> {
    await this.delete(realm, { appId });
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.delete(realm, {});
  }
}

const toInstallation = (row: InstallationEntity): Installation => without(row, 'realmId');
