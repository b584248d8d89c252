import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { RealmRef } from '../../database/realm-ref.js';
import { RealmScopedRepository } from '../../database/realm-scoped.repository.js';
import { Sql } from '../../database/sql.js';
import { SettingValueEntity } from './setting-value.entity.js';

export type SealedValue = Omit<SettingValueEntity, 'realmId'>;

@Injectable()
export class SettingValuesRepository extends RealmScopedRepository<SettingValueEntity> {
  constructor(sql: Sql) {
    super(sql, SettingValueEntity);
  }

  /** Those of the settings that one of the owners has entered. */
  async of(realm: RealmRef, settingIds: readonly string[], ownerKeys: readonly string[]): Promise<SealedValue[]> {
    if (settingIds.length === 0) return [];
    return this.findAll(realm, { settingId: In([...settingIds]), ownerKey: In([...ownerKeys]) });
  }

  /** @throws a duplicate error when the owner has entered one. */
  async add(realm: RealmRef, value: SealedValue): Promise<void> {
    await this.insert(realm, value);
  }

  async replace(
    realm: RealmRef,
    id: string,
    changes: Pick<SealedValue, 'sealedValue' | 'hosts' | 'updatedAt'>,
  ): Promise<void> {
    await this.update(realm, { id }, changes);
  }

  async remove(realm: RealmRef, settingId: string, ownerKey: string): Promise<void> {
    await this.delete(realm, { settingId, ownerKey });
  }

  async removeAllOf(realm: RealmRef, settingIds: readonly string[]): Promise<void> {
    if (settingIds.length > 0) await this.delete(realm, { settingId: In([...settingIds]) });
  }

  async removeAllOfUser(realm: RealmRef, userId: string): Promise<void> {
    await this.delete(realm, { userId });
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.delete(realm, {});
  }
}
