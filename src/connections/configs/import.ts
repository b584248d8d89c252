import type { Preset } from '../presets/preset.types.js';
import { compilePath } from '../templates/json-path.js';
import { CONFIG_DEFAULTS, type ConfigDefinition, type Paths } from './config.types.js';
import { definitionFaults } from './config.rules.js';
import { importBody, withCredentials } from './import-body.js';
import { defined, type PastedFields, pastedFields } from './import-fields.js';
import { importLink } from './import-link.js';
import { pastedSettings, proposedSettings } from './import-settings.js';
import type { ImportContext, ImportedConfig } from './import.types.js';
import { lint, sorted } from './lint.js';
import { presetOfHost } from './lint-presets.js';
import { urlOf } from './lint-texts.js';
import { finding, type LintFinding } from './lint.types.js';

/** Said of a config when it is saved; a paste has no field for it. */
const NOT_OF_A_PASTE = ['no_test_request'];
const BODIES = ['tokenBody', 'refreshBody'] as const;
const ABOUT = ['name', 'preset', 'logoUrl', 'clientSecret', 'settings'];

/**
 * A config as people paste it: the labels of the Capacity developer platform, our own names, or a preset with what
 * differs from it. Nothing is refused here; what has to be mended first is an error among the findings.
 */
export function importConfig(input: Readonly<Record<string, unknown>>, context: ImportContext): ImportedConfig {
  const pasted = pastedFields(input);
  const preset = context.presets.find(({ key }) => key === pasted.values['preset']) ?? null;
  const draft = draftOf(pasted, preset, context);
  const clientSecret = textOf(pasted.values['clientSecret']);
  const listed = pastedSettings(pasted.values['settings']);
  const faults = [...shapeFindings(draft.definition), ...presetFindings(pasted, preset)];
  const isReadable = faults.length === 0;
  const own = { clientSecret, present: context.settings };
  const settings = isReadable ? proposedSettings(draft.definition, listed, own) : [];
  const imported = {
    name: textOf(pasted.values['name']) ?? preset?.name ?? null,
    preset: preset?.key ?? draft.preset?.key ?? null,
    definition: isReadable ? withLevel(draft.definition, [...settings, ...context.settings], pasted) : draft.definition,
    clientSecret,
    logoUrl: textOf(pasted.values['logoUrl']),
    settings,
  };
  const judged = isReadable ? judge({ ...imported, settings: [...context.settings, ...settings] }, context) : faults;
  return {
    ...imported,
    status: settings.some(({ kind }) => kind !== 'slot') ? 'disabled' : 'active',
    mapping: pasted.mapping,
    findings: sorted([...judged, ...pasted.findings, ...draft.notes, ...listed.notes]),
  };
}

interface Draft {
  readonly definition: ConfigDefinition;
  /** Whose provider is called, where no preset was named. */
  readonly preset: Preset | null;
  readonly notes: readonly LintFinding[];
}

function draftOf(pasted: PastedFields, preset: Preset | null, context: ImportContext): Draft {
  const base: ConfigDefinition = preset?.definition ?? { ...CONFIG_DEFAULTS, linkUrl: '', tokenUrl: '' };
  const given = defined(pasted.values);
  const fields = Object.fromEntries(Object.entries(given).filter(([name]) => !ABOUT.includes(name)));
  const named = { ...base, ...fields, ...tokenNames(given), paths: { ...base.paths, ...normalPaths(pasted.paths) } };
  const known = preset ?? presetOfHost(named as ConfigDefinition, context.presets);
  const bodies = importBodies(given, context.repair ?? false);
  const link = typeof given['linkUrl'] === 'string' ? importLink(given['linkUrl']) : null;
  const definition = {
    ...named,
    ...(preset === null ? habits(given, known) : {}),
    ...(link === null ? {} : { linkUrl: link.text }),
    ...(link?.scopes && given['scopes'] === undefined ? scopesOf(link.scopes, given) : {}),
    ...bodies.texts,
  } as ConfigDefinition;
  const finished = withRefreshCredentials(definition, given);
  return {
    definition: finished.definition,
    preset: known,
    notes: [...(link?.notes ?? []), ...bodies.notes, ...finished.notes],
  };
}

/** The page has bodies in JSON and knows no PKCE; a provider that is known has its own ways. */
function habits(given: Readonly<Record<string, unknown>>, known: Preset | null): Partial<ConfigDefinition> {
  const written = BODIES.some((name) => given[name] !== undefined);
  const bodyFormat = known?.definition.bodyFormat ?? (written ? 'json' : 'form');
  const { pkce = known?.definition.pkce ?? 'off', bodyFormat: format = bodyFormat } =
    given as Partial<ConfigDefinition>;
  return { pkce, bodyFormat: format };
}

const scopesOf = (
  link: { readonly scopes: readonly string[]; readonly separator: string },
  given: Readonly<Record<string, unknown>>,
): Partial<ConfigDefinition> => ({
  scopes: link.scopes,
  ...(given['scopeSeparator'] === undefined ? { scopeSeparator: link.separator } : {}),
});

function importBodies(given: Readonly<Record<string, unknown>>, repair: boolean) {
  const imported = BODIES.flatMap((name) => {
    const text = given[name];
    return typeof text === 'string' ? [{ name, ...importBody(name, text, repair) }] : [];
  });
  return {
    texts: Object.fromEntries(imported.map(({ name, text }) => [name, text])),
    notes: imported.flatMap(({ notes }) => notes),
  };
}

/** Nobody but the token endpoint is told the secret, and no body has what a header says already. */
function withRefreshCredentials(
  definition: ConfigDefinition,
  given: Readonly<Record<string, unknown>>,
): { definition: ConfigDefinition; notes: readonly LintFinding[] } {
  const { refreshBody, clientAuth } = definition;
  if (typeof given['refreshBody'] !== 'string' || typeof refreshBody !== 'string' || clientAuth !== 'body')
    return { definition, notes: [] };
  if (!isOneHost(definition)) return { definition, notes: [] };
  const { text, notes } = withCredentials(refreshBody);
  return { definition: { ...definition, refreshBody: text }, notes };
}

function isOneHost(definition: ConfigDefinition): boolean {
  const token = urlOf(definition.tokenUrl, definition)?.sampleOrigin;
  return definition.refreshUrl === null || urlOf(definition.refreshUrl, definition)?.sampleOrigin === token;
}

/** `{{access_token}}`, as some paste it, is the name without its braces. */
const tokenNames = (given: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    ['accessTokenSetting', 'refreshTokenSetting'].flatMap((field) => {
      const name = given[field];
      return typeof name === 'string' ? [[field, name.replace(/^\s*\{\{\s*|\s*\}\}\s*$/g, '').trim()]] : [];
    }),
  );

const normalPaths = (paths: Readonly<Record<string, unknown>>): Partial<Paths> =>
  Object.fromEntries(
    Object.entries(paths).map(([name, text]) => [name, typeof text === 'string' ? normalPath(text) : text]),
  );

/** As it was typed where it is none, which the lint reports. */
function normalPath(text: string): string {
  try {
    return compilePath(text).text;
  } catch {
    return text;
  }
}

/** Where the tokens are a user's, so is the connection. */
function withLevel(
  definition: ConfigDefinition,
  settings: readonly { readonly name: string; readonly level: 'realm' | 'user' }[],
  { values }: PastedFields,
): ConfigDefinition {
  const slot = settings.find(({ name }) => name === definition.accessTokenSetting);
  return values['connectionLevel'] !== undefined || slot === undefined
    ? definition
    : { ...definition, connectionLevel: slot.level };
}

const shapeFindings = (definition: ConfigDefinition): LintFinding[] =>
  definitionFaults(definition).map(({ field, message }) => finding('error', 'invalid_field', field, message));

const presetFindings = ({ values }: PastedFields, preset: Preset | null): LintFinding[] =>
  values['preset'] === undefined || preset !== null
    ? []
    : [finding('error', 'unknown_preset', 'preset', 'there is no such preset')];

const judge = (
  subject: Pick<ImportedConfig, 'definition' | 'preset' | 'settings' | 'logoUrl'>,
  context: ImportContext,
): LintFinding[] => lint(subject, context).filter(({ code }) => !NOT_OF_A_PASTE.includes(code));

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
