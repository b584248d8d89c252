import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import { unlessDuplicate } from '../../database/unless-duplicate.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Ids, isId } from '../../kernel/ids.js';
import { given, refuseFaults } from '../changes.js';
import { AppHosts } from './app-hosts.js';
import { settingFaults } from './app.rules.js';
import type { NewSetting, SettingChanges, SettingDefinition, SettingFields } from './app.types.js';
import { AppSettingsRepository } from './app-settings.repository.js';
import { AppsService } from './apps.service.js';
import { SettingValuesRepository } from './setting-values.repository.js';

const TAKEN = 'The app has a setting of that name.';
const MAX_SETTINGS = 50;

const USUAL: Pick<SettingFields, 'required' | 'defaultValue' | 'pattern' | 'choices' | 'help'> = {
  required: false,
  defaultValue: null,
  pattern: null,
  choices: null,
  help: null,
};

/** What apps ask for: the definitions, not what is entered. */
@Injectable()
export class AppSettings implements OnModuleInit {
  constructor(
    private readonly settings: AppSettingsRepository,
    private readonly values: SettingValuesRepository,
    private readonly apps: AppsService,
    private readonly hosts: AppHosts,
    private readonly transaction: Transaction,
    private readonly ids: Ids,
  ) {}

  onModuleInit(): void {
    this.apps.onDeletion(async (realm, appId) => {
      const settings = await this.settings.ofApp(realm, appId);
      await this.values.removeAllOf(
        realm,
        settings.map(({ id }) => id),
      );
      await this.settings.removeAllOfApp(realm, appId);
    });
  }

  /** In the order in which they were made. */
  ofApp(realm: RealmRef, appId: string): Promise<SettingDefinition[]> {
    return this.settings.ofApp(realm, appId);
  }

  /** @throws DomainError `not_found` */
  async get(realm: RealmRef, appId: string, id: string): Promise<SettingDefinition> {
    const setting = isId(id) ? await this.settings.find(realm, id) : null;
    if (setting?.appId !== appId) throw DomainError.notFound('The setting');
    return setting;
  }

  /** @throws DomainError `invalid`, or `conflict` for a name that the app has. */
  async create(realm: RealmRef, appId: string, input: NewSetting): Promise<SettingDefinition> {
    if ((await this.settings.ofApp(realm, appId)).length >= MAX_SETTINGS)
      throw DomainError.conflict(`An app has at most ${MAX_SETTINGS} settings.`);
    const prompt = input.kind === 'slot' ? 'never' : input.level === 'realm' ? 'install' : 'use';
    const setting = { ...USUAL, prompt, ...given(input), id: this.ids.next(), appId } as SettingDefinition;
    refuseFaults(settingFaults(setting));
    await unlessDuplicate(this.settings.add(realm, setting), TAKEN);
    return setting;
  }

  /**
   * Makes those slots and settings that an import proposes and that the app has not.
   *
   * @returns the names that it made
   */
  async createMissing(realm: RealmRef, appId: string, wanted: readonly NewSetting[]): Promise<string[]> {
    const known = new Set((await this.settings.ofApp(realm, appId)).map(({ name }) => name));
    const missing = wanted.filter(({ name }) => !known.has(name));
    for (const setting of missing) await this.create(realm, appId, setting);
    return missing.map(({ name }) => name);
  }

  /** What was entered for it stays as long as its level and kind do. @throws DomainError `not_found`, `invalid` or `conflict` */
  update(realm: RealmRef, appId: string, id: string, changes: SettingChanges): Promise<SettingDefinition> {
    return this.transaction.run(async () => {
      const current = await this.get(realm, appId, id);
      const changed: SettingDefinition = { ...current, ...given(changes) };
      refuseFaults(settingFaults(changed));
      await this.hosts.around(realm, appId, async () => {
        if (changed.level !== current.level || changed.kind !== current.kind)
          await this.values.removeAllOf(realm, [id]);
        if (!(await unlessDuplicate(this.settings.replace(realm, changed), TAKEN)))
          throw DomainError.notFound('The setting');
      });
      return changed;
    });
  }

  /** With what was entered for it. @throws DomainError `not_found` */
  delete(realm: RealmRef, appId: string, id: string): Promise<void> {
    return this.transaction.run(async () => {
      await this.get(realm, appId, id);
      await this.hosts.around(realm, appId, async () => {
        await this.values.removeAllOf(realm, [id]);
        await this.settings.remove(realm, id);
      });
    });
  }

  /** Inside the transaction that deletes the realm. */
  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.settings.deleteAllOf(realm);
  }
}
