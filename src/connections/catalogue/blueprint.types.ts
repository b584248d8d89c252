import type { ConnectionApp, SettingFields } from '../apps/app.types.js';
import type { ConfigDefinition, ConfigStatus } from '../configs/config.types.js';
import type { SavedRequestFields } from '../proxy/saved-request.types.js';

/** A config without its client: whoever copies it registers with the provider for itself. */
export interface BlueprintConfig {
  readonly name: string;
  readonly preset: string | null;
  readonly definition: Omit<ConfigDefinition, 'clientId'>;
}

/** What an app is made of, and nothing that anybody has entered. */
export interface AppBlueprint<C extends BlueprintConfig = BlueprintConfig> {
  readonly app: Pick<ConnectionApp, 'name' | 'description' | 'logoSourceUrl'>;
  readonly settings: readonly SettingFields[];
  /** The oldest first. */
  readonly configs: readonly C[];
  readonly requests: readonly SavedRequestFields[];
}

/** A config as its own realm has it. */
export interface DrawnConfig extends BlueprintConfig {
  readonly status: ConfigStatus;
  /** That of its own, where it has one. */
  readonly clientId: string | null;
  readonly hasSecret: boolean;
}

/** A config as others may copy it. */
export interface OfferedConfig extends BlueprintConfig {
  /** It has a client of its own, so that the copy waits for the one that the realm enters there. */
  readonly awaitsClient: boolean;
}

/** An app of one realm. */
export type DrawnBlueprint = AppBlueprint<DrawnConfig>;
/** The same, made ready to be copied. */
export type OfferedBlueprint = AppBlueprint<OfferedConfig>;
