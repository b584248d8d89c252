import type { FieldError } from '../../kernel/domain-error.js';
import type { ConnectionApp, Installation, SettingDefinition } from '../apps/app.types.js';
import type { ConfigView } from '../configs/config-views.service.js';
import type { EnteredValues } from '../apps/settings-values.service.js';
import type { OfferedBlueprint } from './blueprint.types.js';
import type { Fingerprints } from './fingerprints.js';

/** An app that realms may install. */
export interface CatalogueEntry {
  readonly slug: string;
  /** Fingerprint of what it says now. */
  readonly version: string;
  readonly parts: Fingerprints;
  readonly blueprint: OfferedBlueprint;
  /** Whom people and tokens meet by each config, by its name. */
  readonly hosts: Readonly<Record<string, readonly string[]>>;
  /** Why no realm sees it, though it is offered. */
  readonly faults: readonly FieldError[];
}

/** How a realm wants its copy. */
export interface CopyWish {
  /** By default that of the catalogue. */
  readonly slug?: string;
  /** Of the settings of the realm. */
  readonly values?: EnteredValues;
}

export interface UpdateWish {
  /** Takes the catalogue's word where the realm has changed the same part. */
  readonly overwrite?: boolean;
  /** That hosts which the copy did not name may be told of tokens and secrets. */
  readonly confirm?: boolean;
}

/** A copy in a realm, and what the realm has to do before anybody can connect. */
export interface AppCopy {
  readonly app: ConnectionApp;
  /** Null where somebody has made away with it. */
  readonly installation: Installation | null;
  readonly configs: readonly ConfigView[];
  /** Settings of the realm that have no value. */
  readonly missing: readonly SettingDefinition[];
}
