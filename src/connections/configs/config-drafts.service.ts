import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { DomainError, type FieldError } from '../../kernel/domain-error.js';
import { AppSettings } from '../apps/app-settings.service.js';
import { AppsService } from '../apps/apps.service.js';
import { SettingsValues, type ResolvedSettings } from '../apps/settings-values.service.js';
import { given, refuseFaults } from '../changes.js';
import { PresetsService } from '../presets/presets.service.js';
import { strangersTo } from '../templates/host-patterns.js';
import { compilePath } from '../templates/json-path.js';
import { DEFINITION_FIELDS, definitionFaults } from './config.rules.js';
import type { ConfigChanges } from './config-changes.types.js';
import { CONFIG_DEFAULTS, type ConfigDefinition, type Paths } from './config.types.js';
import { ConfigLint } from './config-lint.service.js';
import type { LintFinding, LintSubject } from './lint.types.js';
import { hostsOf } from './secret-hosts.js';

/** What a definition is judged with. */
export interface DraftPlace {
  readonly appId: string;
  readonly preset: string | null;
}

/** What an app adds to what its configs say. */
export interface Surroundings extends Pick<LintSubject, 'settings' | 'logoUrl'> {
  readonly entered: ResolvedSettings;
}

/** Turns what somebody says of a provider into a definition that can be kept, or refuses it. */
@Injectable()
export class ConfigDrafts {
  constructor(
    private readonly settings: AppSettings,
    private readonly apps: AppsService,
    private readonly presets: PresetsService,
    private readonly linter: ConfigLint,
    private readonly values: SettingsValues,
  ) {}

  /** @param base absent for a new one, which begins with its preset. @throws DomainError `invalid`, `invalid_template` or `invalid_path` */
  async merge(
    realm: RealmRef,
    place: DraftPlace,
    changes: ConfigChanges,
    base?: ConfigDefinition,
  ): Promise<ConfigDefinition> {
    const beginning = base ?? this.presetOf(place) ?? {};
    const draft = { ...CONFIG_DEFAULTS, linkUrl: '', ...only(beginning), ...only(changes) };
    refuseFaults(definitionFaults(draft));
    const around = await this.surroundings(realm, place.appId);
    refuseFindings(this.lint(around, place, draft as ConfigDefinition));
    return normalised(draft as ConfigDefinition);
  }

  async surroundings(realm: RealmRef, appId: string): Promise<Surroundings> {
    const settings = await this.settings.ofApp(realm, appId);
    const app = await this.apps.find(realm, appId);
    const entered = await this.values.resolve(realm, { appId }, null);
    return { settings, logoUrl: app?.logoSourceUrl ?? null, entered };
  }

  /** Everything that there is to know of a definition, without refusing it. */
  lint(
    { entered, ...around }: Surroundings,
    { preset }: Pick<DraftPlace, 'preset'>,
    definition: ConfigDefinition,
  ): LintFinding[] {
    return this.linter.judge({ ...around, definition, preset, withheld: withheldFrom(definition, entered) });
  }

  private presetOf({ preset }: DraftPlace): ConfigDefinition | null {
    if (preset === null) return null;
    const found = this.presets.find(preset);
    if (!found) throw DomainError.invalid('preset', 'is none that this server has');
    return found.definition;
  }
}

/** The names of secrets that were entered for other hosts than those of the definition. */
function withheldFrom(definition: ConfigDefinition, { open, secrets }: ResolvedSettings): string[] {
  const hosts = hostsOf(definition, open);
  const withheld = Object.entries(secrets).filter(([, secret]) => strangersTo(secret.hosts, hosts).length > 0);
  return withheld.map(([name]) => name);
}

const only = (changes: ConfigChanges): Partial<ConfigDefinition> => {
  const present = given(changes) as Record<string, unknown>;
  const fields = DEFINITION_FIELDS.filter((name) => name in present);
  return Object.fromEntries(fields.map((name) => [name, present[name]])) as Partial<ConfigDefinition>;
};

/** @throws DomainError when one of them is an error. */
export function refuseFindings(findings: readonly LintFinding[]): void {
  const errors = findings.filter(({ level }) => level === 'error');
  const [first] = errors;
  if (!first) return;
  const code = errors.every((error) => error.code === first.code) ? codeOf(first.code) : 'invalid';
  throw new DomainError(code, 'The config cannot be used as it is.', { fields: errors.map(asField) });
}

const codeOf = (code: string): 'invalid_template' | 'invalid_path' | 'invalid' =>
  code === 'invalid_template' || code === 'invalid_path' ? code : 'invalid';

const asField = ({ field, message }: LintFinding): FieldError => ({ field, message });

/** Paths as RFC 9535 writes them, whatever was typed. */
function normalised(definition: ConfigDefinition): ConfigDefinition {
  const { paths, metaMap, successWhen, rejectedWhen } = definition;
  const { path, ...rejection } = rejectedWhen;
  return {
    ...definition,
    paths: mapValues(paths, (text) => (text === null ? null : compilePath(text).text)) as unknown as Paths,
    metaMap: mapValues(metaMap, (text) => compilePath(text as string).text) as Record<string, string>,
    successWhen: successWhen && { ...successWhen, path: compilePath(successWhen.path).text },
    rejectedWhen: path === undefined ? rejection : { ...rejection, path: compilePath(path).text },
  };
}

const mapValues = (record: object, change: (text: string | null) => string | null): Record<string, string | null> =>
  Object.fromEntries(Object.entries(record).map(([name, text]) => [name, change(text as string | null)]));
