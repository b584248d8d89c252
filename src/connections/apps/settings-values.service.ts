import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Ids } from '../../kernel/ids.js';
import { refuseFaults } from '../changes.js';
import { VaultSealer } from '../vault/vault-sealer.js';
import { valueFaults } from './app.rules.js';
import type { SettingDefinition, ShownValue } from './app.types.js';
import { AppSettingsRepository } from './app-settings.repository.js';
import { type SealedValue, SettingValuesRepository } from './setting-values.repository.js';

const REALM_KEY = 'realm';
/** Shorter secrets show nothing of themselves. */
const SHOWS_ITS_END = 12;

/** Null removes what was entered. */
export type EnteredValues = Readonly<Record<string, string | null>>;

/** What the realm and its users have entered for the settings of apps. */
@Injectable()
export class SettingsValues {
  constructor(
    private readonly settings: AppSettingsRepository,
    private readonly values: SettingValuesRepository,
    private readonly sealer: VaultSealer,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * By name, opened: what the user entered, else the realm, else the default. Slots are not among them.
   *
   * @param userId null for a connection of the realm.
   */
  async resolve(realm: RealmRef, { appId }: OfApp, userId: string | null): Promise<Record<string, string>> {
    const settings = await this.settings.ofApp(realm, appId);
    const entered = await this.entered(realm, settings, userId);
    const known: [string, string][] = [];
    for (const setting of settings) {
      const row = entered.get(setting.id);
      const value = row ? await this.open(realm, row) : setting.defaultValue;
      if (value !== null && setting.kind !== 'slot') known.push([setting.name, value]);
    }
    return Object.fromEntries(known);
  }

  /** What is required and not there: of the realm, and where there is a user, of the user. */
  async missing(realm: RealmRef, { appId }: OfApp, userId: string | null): Promise<SettingDefinition[]> {
    const settings = await this.settings.ofApp(realm, appId);
    const entered = await this.entered(realm, settings, userId);
    return settings.filter(
      ({ id, level, required, defaultValue }) =>
        required && defaultValue === null && !entered.has(id) && (level === 'realm' || userId !== null),
    );
  }

  /** Every setting that the owner may fill in, with what may be shown of the value. */
  async show(realm: RealmRef, appId: string, userId: string | null): Promise<ShownValue[]> {
    const settings = (await this.settings.ofApp(realm, appId)).filter((setting) => isFor(setting, userId));
    const rows = await this.rowsOf(realm, settings, [userId ?? REALM_KEY]);
    return Promise.all(
      settings.map(async (setting) => {
        const row = rows.find(({ settingId }) => settingId === setting.id);
        return shown(setting, row ? await this.open(realm, row) : null);
      }),
    );
  }

  /**
   * Merges what an owner enters into what it entered before.
   *
   * @throws DomainError `invalid` for a name that the app does not ask this owner for, or a value of the wrong form.
   */
  enter(realm: RealmRef, appId: string, userId: string | null, values: EnteredValues): Promise<void> {
    return this.transaction.run(async () => {
      const settings = await this.settings.ofApp(realm, appId);
      const named = Object.entries(values).map(([name, value]) => [find(settings, name, userId), value] as const);
      const faults = named.flatMap(([setting, value]) =>
        value === null ? [] : valueFaults(setting, value, setting.name),
      );
      refuseFaults(faults);
      for (const [setting, value] of named) await this.put(realm, setting, userId, value);
    });
  }

  /** Inside the transaction that deletes the realm. */
  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.values.deleteAllOf(realm);
  }

  private async put(
    realm: RealmRef,
    setting: SettingDefinition,
    userId: string | null,
    value: string | null,
  ): Promise<void> {
    const ownerKey = userId ?? REALM_KEY;
    if (value === null) return this.values.remove(realm, setting.id, ownerKey);
    const [known] = await this.values.of(realm, [setting.id], [ownerKey]);
    const id = known?.id ?? this.ids.next();
    const sealedValue = await this.sealer.seal(realm, placeOf(id), value);
    const updatedAt = this.clock.now();
    if (known) return this.values.replace(realm, id, { sealedValue, updatedAt });
    await this.values.add(realm, { id, settingId: setting.id, userId, ownerKey, sealedValue, updatedAt });
  }

  /** By setting: the row of the user, else that of the realm. */
  private async entered(
    realm: RealmRef,
    settings: readonly SettingDefinition[],
    userId: string | null,
  ): Promise<Map<string, SealedValue>> {
    const rows = await this.rowsOf(realm, settings, userId === null ? [REALM_KEY] : [REALM_KEY, userId]);
    const ofRealmFirst = [...rows].sort((one, other) => Number(one.userId !== null) - Number(other.userId !== null));
    return new Map(ofRealmFirst.map((row) => [row.settingId, row]));
  }

  private rowsOf(realm: RealmRef, settings: readonly SettingDefinition[], owners: string[]): Promise<SealedValue[]> {
    return this.values.of(
      realm,
      settings.map(({ id }) => id),
      owners,
    );
  }

  private open(realm: RealmRef, { id, sealedValue }: SealedValue): Promise<string> {
    return this.sealer.open(realm, placeOf(id), sealedValue);
  }
}

interface OfApp {
  readonly appId: string;
}

const placeOf = (rowId: string) => ({ table: 'connection_setting_values', column: 'sealedValue', rowId });

/** The realm may also say what holds for users who enter nothing. */
const isFor = ({ level, kind }: SettingDefinition, userId: string | null): boolean =>
  kind !== 'slot' && (userId === null || level === 'user');

function find(settings: readonly SettingDefinition[], name: string, userId: string | null): SettingDefinition {
  const setting = settings.find((one) => one.name === name);
  if (setting && isFor(setting, userId)) return setting;
  throw DomainError.invalid(/^\w{1,64}$/.test(name) ? name : '(unnamed)', 'is not a setting of this owner');
}

function shown({ name, kind, level, required }: SettingDefinition, value: string | null): ShownValue {
  const isSecret = kind === 'secret';
  const hasEnd = isSecret && value !== null && value.length >= SHOWS_ITS_END;
  return {
    name,
    kind,
    level,
    required,
    set: value !== null,
    value: isSecret ? null : value,
    last4: hasEnd ? value.slice(-4) : null,
  };
}
