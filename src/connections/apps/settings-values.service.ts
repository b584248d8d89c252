import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import { DomainError } from '../../kernel/domain-error.js';
import { UsersService } from '../../users/users.service.js';
import { refuseFaults } from '../changes.js';
import type { ConfigDefinition } from '../configs/config.types.js';
import { hostsOf } from '../configs/secret-hosts.js';
import type { BoundValue } from '../templates/bound-variables.js';
import { type HostPatterns, strangersTo } from '../templates/host-patterns.js';
import { AppHosts } from './app-hosts.js';
import { valueFaults } from './app.rules.js';
import type { SettingDefinition, ShownValue } from './app.types.js';
import { AppSettingsRepository } from './app-settings.repository.js';
import { REALM_KEY, SettingValueSealing } from './setting-value-sealing.service.js';
import { type SealedValue, SettingValuesRepository } from './setting-values.repository.js';
import { shownValue } from './shown-value.js';

/** Null removes what was entered. */
export type EnteredValues = Readonly<Record<string, string | null>>;

/** What holds for one owner, by name: what the user entered, else the realm, else the default. */
export interface ResolvedSettings {
  readonly open: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, BoundValue>>;
  /** Of all settings that are secret, whether entered or not. */
  readonly secretNames: readonly string[];
}

type Entries = readonly (readonly [setting: SettingDefinition, value: string | null])[];

/** What the realm and its users have entered for the settings of apps. */
@Injectable()
export class SettingsValues implements OnModuleInit {
  constructor(
    private readonly settings: AppSettingsRepository,
    private readonly values: SettingValuesRepository,
    private readonly sealing: SettingValueSealing,
    private readonly hosts: AppHosts,
    private readonly users: UsersService,
    private readonly transaction: Transaction,
  ) {}

  onModuleInit(): void {
    this.users.onDeletion((realm, userId) => this.values.removeAllOfUser(realm, userId));
  }

  /** Opened. Slots are not among them. @param userId null for a connection of the realm. */
  async resolve(realm: RealmRef, { appId }: OfApp, userId: string | null): Promise<ResolvedSettings> {
    const settings = await this.settings.ofApp(realm, appId);
    const entered = await this.entered(realm, settings, userId);
    const open: [string, string][] = [];
    const secrets: [string, BoundValue][] = [];
    for (const { id, name, kind, defaultValue } of settings) {
      const row = entered.get(id);
      const value = row ? await this.sealing.open(realm, row) : defaultValue;
      if (value === null || kind === 'slot') continue;
      if (kind === 'secret') secrets.push([name, { value, hosts: row?.hosts ?? [] }]);
      else open.push([name, value]);
    }
    const secretNames = settings.filter(({ kind }) => kind === 'secret').map(({ name }) => name);
    return { open: Object.fromEntries(open), secrets: Object.fromEntries(secrets), secretNames };
  }

  /**
   * What is required and not there: of the realm, and where there is a user, of the user.
   *
   * @param at a config of the app: a secret that may not be sent where it leads is not there
   */
  async missing(
    realm: RealmRef,
    at: OfApp & Partial<ConfigDefinition>,
    userId: string | null,
  ): Promise<SettingDefinition[]> {
    const settings = await this.settings.ofApp(realm, at.appId);
    const entered = await this.entered(realm, settings, userId);
    const wanted = isDefinition(at) ? hostsOf(at, (await this.resolve(realm, at, null)).open) : [];
    const isThere = ({ id, kind }: SettingDefinition): boolean => {
      const row = entered.get(id);
      return row !== undefined && (kind !== 'secret' || strangersTo(row.hosts ?? [], wanted).length === 0);
    };
    return settings.filter(
      (setting) =>
        setting.required &&
        setting.defaultValue === null &&
        !isThere(setting) &&
        (setting.level === 'realm' || userId !== null),
    );
  }

  /** Every setting that the owner may fill in, with what may be shown of the value. */
  async show(realm: RealmRef, appId: string, userId: string | null): Promise<ShownValue[]> {
    const settings = (await this.settings.ofApp(realm, appId)).filter((setting) => isFor(setting, userId));
    const rows = await this.rowsOf(realm, settings, [userId ?? REALM_KEY]);
    return Promise.all(
      settings.map(async (setting) => {
        const row = rows.find(({ settingId }) => settingId === setting.id);
        return shownValue(setting, row ? { value: await this.sealing.open(realm, row), hosts: row.hosts ?? [] } : null);
      }),
    );
  }

  /**
   * Merges what the realm enters into what it entered before. A secret may be sent where the configs of the app lead by now.
   *
   * @throws DomainError `invalid` for a name that the app does not ask for, a value of the wrong form, or a secret that
   *   would go to another host by what else is entered, and is not entered again with it.
   */
  enter(realm: RealmRef, appId: string, values: EnteredValues): Promise<void> {
    return this.transaction.run(async () => {
      const entries = await this.entries(realm, appId, null, values);
      const secrets = entries.filter(([{ kind }]) => kind === 'secret');
      const open = entries.filter(([{ kind }]) => kind !== 'secret');
      await this.hosts.around(realm, appId, async () => {
        const before = await this.hosts.of(realm, appId);
        await this.putAll(realm, open, null, []);
        const hosts = await this.hosts.of(realm, appId);
        await this.refuseStrangers(realm, appId, strangersTo(before, hosts), values);
        await this.putAll(realm, secrets, null, hosts);
      });
    });
  }

  /**
   * Merges what a user enters into what the user entered before. A secret may be sent to these hosts.
   *
   * @throws DomainError `invalid` as {@link enter} does
   */
  enterOfUser(
    realm: RealmRef,
    appId: string,
    userId: string,
    values: EnteredValues,
    hosts: HostPatterns,
  ): Promise<void> {
    return this.transaction.run(async () => {
      await this.putAll(realm, await this.entries(realm, appId, userId, values), userId, hosts);
    });
  }

  /** Inside the transaction that deletes the realm. */
  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.values.deleteAllOf(realm);
  }

  private async entries(
    realm: RealmRef,
    appId: string,
    userId: string | null,
    values: EnteredValues,
  ): Promise<Entries> {
    const settings = await this.settings.ofApp(realm, appId);
    const entries = Object.entries(values).map(([name, value]) => [find(settings, name, userId), value] as const);
    refuseFaults(
      entries.flatMap(([setting, value]) => (value === null ? [] : valueFaults(setting, value, setting.name))),
    );
    return entries;
  }

  private async putAll(realm: RealmRef, entries: Entries, userId: string | null, hosts: HostPatterns): Promise<void> {
    for (const [setting, value] of entries) await this.sealing.put(realm, setting, userId, value, hosts);
  }

  private async refuseStrangers(
    realm: RealmRef,
    appId: string,
    hosts: HostPatterns,
    values: EnteredValues,
  ): Promise<void> {
    if (hosts.length === 0) return;
    const { secrets } = await this.resolve(realm, { appId }, null);
    const left = Object.entries(secrets).filter(
      ([name, secret]) => values[name] === undefined && strangersTo(secret.hosts, hosts).length > 0,
    );
    refuseFaults(left.map(([field]) => ({ field, message: ENTER_AGAIN })));
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
}

interface OfApp {
  readonly appId: string;
}

const ENTER_AGAIN = 'has to be entered again, since a host is another one by what is entered';

const isDefinition = (at: OfApp & Partial<ConfigDefinition>): at is OfApp & ConfigDefinition =>
  at.tokenUrl !== undefined;

/** The realm may also say what holds for users who enter nothing. */
const isFor = ({ level, kind }: SettingDefinition, userId: string | null): boolean =>
  kind !== 'slot' && (userId === null || level === 'user');

function find(settings: readonly SettingDefinition[], name: string, userId: string | null): SettingDefinition {
  const setting = settings.find((one) => one.name === name);
  if (setting && isFor(setting, userId)) return setting;
  throw DomainError.invalid(/^\w{1,64}$/.test(name) ? name : '(unnamed)', 'is not a setting of this owner');
}
