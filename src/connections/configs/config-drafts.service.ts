import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { DomainError, type FieldError } from '../../kernel/domain-error.js';
import { AppSettings } from '../apps/app-settings.service.js';
import { AppsService } from '../apps/apps.service.js';
import { SettingsValues } from '../apps/settings-values.service.js';
import { given, refuseFaults } from '../changes.js';
import { PresetsService } from '../presets/presets.service.js';
import { strangersTo } from '../templates/host-patterns.js';
import { compilePath } from '../templates/json-path.js';
import { DEFINITION_FIELDS, definitionFaults } from './config.rules.js';
import type { ConfigChanges } from './config-changes.types.js';
import { CONFIG_DEFAULTS, type ConfigDefinition, type Paths } from './config.types.js';
import { ConfigLint } from './config-lint.service.js';
import type { LintFinding } from './lint.types.js';
import { hostsOf } from './secret-hosts.js';

/** What a definition is judged with. */
export interface DraftPlace {
  readonly appId: string;
  readonly preset: string | null;
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
    const findings = await this.lint(realm, place, draft as ConfigDefinition);
    refuseFindings(findings);
    return normalised(draft as ConfigDefinition);
  }

  /** Everything that there is to know of a definition, without refusing it. */
  async lint(realm: RealmRef, { appId, preset }: DraftPlace, definition: ConfigDefinition): Promise<LintFinding[]> {
    const settings = await this.settings.ofApp(realm, appId);
    const app = await this.apps.find(realm, appId);
    const withheld = await this.withheld(realm, appId, definition);
    return this.linter.judge({ definition, preset, settings, logoUrl: app?.logoSourceUrl ?? null, withheld });
  }

  private async withheld(realm: RealmRef, appId: string, definition: ConfigDefinition): Promise<string[]> {
    const { open, secrets } = await this.values.resolve(realm, { appId }, null);
    const hosts = hostsOf(definition, open);
    return Object.entries(secrets).flatMap(([name, secret]) =>
      strangersTo(secret.hosts, hosts).length > 0 ? [name] : [],
    );
  }

  private presetOf({ preset }: DraftPlace): ConfigDefinition | null {
    if (preset === null) return null;
    const found = this.presets.find(preset);
    if (!found) throw DomainError.invalid('preset', 'is none that this server has');
    return found.definition;
  }
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
