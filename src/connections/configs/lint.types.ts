import type { SettingDefinition } from '../apps/app.types.js';
import type { Preset } from '../presets/preset.types.js';
import type { ConfigDefinition } from './config.types.js';

/** `error`: the config is refused; `warning`: it may not do what is expected; `note`: what an import changed. */
export type LintLevel = 'error' | 'warning' | 'note';

/** One thing to know about a config. */
export interface LintFinding {
  readonly level: LintLevel;
  /** For programs: `pkce_off`. */
  readonly code: string;
  /** Path of the field: `tokenBody`, `proxy.inject[0].value`. */
  readonly field: string;
  readonly message: string;
  /** Within the field's text, from 1. */
  readonly line?: number;
  readonly column?: number;
}

export type NamedSetting = Pick<SettingDefinition, 'name' | 'level' | 'kind'>;

/** What is judged. */
export interface LintSubject {
  readonly definition: ConfigDefinition;
  readonly preset: string | null;
  /** Of the config's app. */
  readonly settings: readonly NamedSetting[];
  readonly logoUrl: string | null;
  /** Secret settings of the realm that were entered, though not for the hosts that the definition leads to. */
  readonly withheld: readonly string[];
}

/** What it is judged by. */
export interface LintContext {
  readonly presets: readonly Preset[];
  /** Why this server would never call a URL without variables; null for one that it may try. */
  readonly urlFault: (url: string) => string | null;
}

export type LintRule = (subject: LintSubject, context: LintContext) => LintFinding[];

export const finding = (level: LintLevel, code: string, field: string, message: string): LintFinding => ({
  level,
  code,
  field,
  message,
});
