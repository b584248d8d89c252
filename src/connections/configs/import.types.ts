import type { SettingDefinition } from '../apps/app.types.js';
import type { ConfigDefinition } from './config.types.js';
import type { LintContext, LintFinding, NamedSetting } from './lint.types.js';

/** What an import is told beside what was pasted. */
export interface ImportContext extends LintContext {
  /** That the app has already. */
  readonly settings: readonly NamedSetting[];
  /** Whether typographic quotes, trailing commas and the like are to be mended. */
  readonly repair?: boolean;
}

/** A setting that a pasted config needs and its app does not have yet. */
export type ProposedSetting = Pick<SettingDefinition, 'name' | 'level' | 'kind' | 'required' | 'prompt'>;

/** From which field of the paste a field of the config comes. */
export interface MappedField {
  readonly from: string;
  readonly to: string;
}

/** What was pasted, in the words of this server. */
export interface ImportedConfig {
  readonly name: string | null;
  readonly preset: string | null;
  readonly definition: ConfigDefinition;
  /** Where the paste has one of its own; never shown. */
  readonly clientSecret: string | null;
  readonly logoUrl: string | null;
  /** `disabled` until the proposed settings exist. */
  readonly status: 'active' | 'disabled';
  readonly settings: readonly ProposedSetting[];
  readonly mapping: readonly MappedField[];
  readonly findings: readonly LintFinding[];
}
