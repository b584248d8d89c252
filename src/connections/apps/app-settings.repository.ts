import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { RealmScopedRepository } from '../../database/realm-scoped.repository.js';
import { Sql } from '../../database/sql.js';
import { AppSettingEntity } from './app-setting.entity.js';
import type { SettingDefinition } from './app.types.js';
import { without } from '../../kernel/without.js';

@Injectable()
export class AppSettingsRepository extends RealmScopedRepository<AppSettingEntity> {
  constructor(sql: Sql) {
    super(sql, AppSettingEntity);
  }

  /** In the order in which they were made. */
  async ofApp(realm: RealmRef, appId: string): Promise<SettingDefinition[]> {
    const rows = await this.findAll(realm, { appId });
    return rows.map(toSetting).sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  async find(realm: RealmRef, id: string): Promise<SettingDefinition | null> {
    const row = await this.findOne(realm, { id });
    return row && toSetting(row);
  }

  /** @throws a duplicate error for a name that the app has. */
  async add(realm: RealmRef, setting: SettingDefinition): Promise<void> {
    await this.insert(realm, toRow(setting));
  }

  /** @throws a duplicate error for a name that the app has. */
  async replace(realm: RealmRef, setting: SettingDefinition): Promise<boolean> {
    const changes = without(toRow(setting), 'id', 'appId');
    return (await this.update(realm, { id: setting.id }, changes)) === 1;
  }

  async remove(realm: RealmRef, id: string): Promise<boolean> {
    return (await this.delete(realm, { id })) === 1;
  }

  async removeAllOfApp(realm: RealmRef, appId: string): Promise<void> {
    await this.delete(realm, { appId });
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.delete(realm, {});
  }
}

const toRow = ({ choices, ...setting }: SettingDefinition): Omit<AppSettingEntity, 'realmId'> => ({
  ...setting,
  choices: choices && [...choices],
});

const toSetting = (row: AppSettingEntity): SettingDefinition => without(row, 'realmId');
