import type { ConfigDefinition, ConfigStatus } from './config.types.js';

/** What an administrator may say of a config beside its definition. */
export interface ConfigFields {
  readonly name: string;
  readonly preset: string | null;
  readonly status: Exclude<ConfigStatus, 'unhealthy'>;
  /** Null: it has none of its own. Read by nobody afterwards. */
  readonly clientSecret: string | null;
}

export type ConfigChanges = Partial<ConfigDefinition> & Partial<ConfigFields>;
/** What neither it nor its preset says is as `CONFIG_DEFAULTS` has it. */
export type NewConfig = ConfigChanges & Pick<ConfigFields, 'name'>;

export interface ConfigUpdate {
  /** Refuses with `stale` when the config has another version by now. */
  readonly ifVersion?: number;
  /** That hosts which were never told of tokens may be told of them from now on. */
  readonly confirm?: boolean;
}
