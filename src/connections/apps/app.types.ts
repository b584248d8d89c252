import type { HostPatterns } from '../templates/host-patterns.js';
import type { ConnectionLevel } from '../configs/config.types.js';

/** Only a `published` app can be connected by people; `disabled` also stops the use of its connections. */
export const APP_STATUSES = ['draft', 'published', 'disabled'] as const;
export type AppStatus = (typeof APP_STATUSES)[number];

/** `slot`: written by the vault alone, a name for a token. */
export const SETTING_KINDS = ['text', 'secret', 'url', 'choice', 'slot'] as const;
export type SettingKind = (typeof SETTING_KINDS)[number];

/** When it is asked for: when the app is installed, when somebody connects, or not at all. */
export const SETTING_PROMPTS = ['install', 'use', 'never'] as const;
export type SettingPrompt = (typeof SETTING_PROMPTS)[number];

export const INSTALLATION_STATUSES = ['pending_settings', 'active', 'disabled'] as const;
export type InstallationStatus = (typeof INSTALLATION_STATUSES)[number];

export interface ConnectionApp {
  readonly id: string;
  /** Its name in addresses. */
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  readonly logoSourceUrl: string | null;
  readonly status: AppStatus;
  /** Of the realm master alone: whether other realms may install a copy, as soon as it is published. */
  readonly offered: boolean;
  /** Null for an app that the realm has made itself. */
  readonly origin: AppOrigin | null;
  /** Whether every user of the realm may use the connections that are the realm's own, and not its administrators alone. */
  readonly memberUse: boolean;
  readonly createdBy: string | null;
  readonly version: number;
  /** UTC milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What an app is a copy of. */
export interface AppOrigin {
  /** Its slug in the catalogue. */
  readonly slug: string;
  /** Fingerprint of the definition that was copied. */
  readonly version: string;
  /** Fingerprints of its parts by their keys: what differs from them, the realm has changed itself. */
  readonly parts: Readonly<Record<string, string>>;
}

export interface SettingDefinition {
  readonly id: string;
  readonly appId: string;
  /** By which templates know it. */
  readonly name: string;
  readonly level: ConnectionLevel;
  readonly kind: SettingKind;
  readonly required: boolean;
  readonly defaultValue: string | null;
  /** A regular expression that the whole value must match. */
  readonly pattern: string | null;
  readonly choices: readonly string[] | null;
  readonly help: string | null;
  readonly prompt: SettingPrompt;
}

export interface Installation {
  readonly id: string;
  readonly appId: string;
  readonly status: InstallationStatus;
  readonly installedBy: string | null;
  readonly createdAt: number;
}

export interface AppChanges {
  readonly slug?: string;
  readonly name?: string;
  readonly description?: string | null;
  readonly logoSourceUrl?: string | null;
  readonly status?: AppStatus;
  readonly offered?: boolean;
  /** Said by the catalogue alone. */
  readonly origin?: AppOrigin;
  readonly memberUse?: boolean;
}

/** Without a slug it is made from the name. */
export type NewApp = AppChanges & { readonly name: string };

export type SettingFields = Omit<SettingDefinition, 'id' | 'appId'>;
export type SettingChanges = Partial<SettingFields>;
export type NewSetting = SettingChanges & Pick<SettingFields, 'name' | 'level' | 'kind'>;

/** What may be shown of a value: of a secret no more than its end. */
export interface ShownValue {
  readonly name: string;
  readonly kind: SettingKind;
  readonly level: ConnectionLevel;
  readonly required: boolean;
  /** Whether the owner has entered one. */
  readonly set: boolean;
  /** Null for a secret, a slot, and where nothing was entered. */
  readonly value: string | null;
  /** Of a secret long enough to spare them. */
  readonly last4: string | null;
  /** Of a secret, the hosts that it was entered for: it is sent to no other. */
  readonly hosts: HostPatterns | null;
}
