import type { Preset } from '../presets/preset.types.js';
import { definitionFaults } from './config.rules.js';
import type { ConfigDefinition } from './config.types.js';
import { draftOf } from './import-draft.js';
import { type PastedFields, pastedFields } from './import-fields.js';
import { type PastedSettings, pastedSettings, proposedSettings } from './import-settings.js';
import type { ImportContext, ImportedConfig, ProposedSetting } from './import.types.js';
import { lint, sorted } from './lint.js';
import { finding, type LintFinding, type NamedSetting } from './lint.types.js';

/** Said of a config when it is saved; a paste has no field for it. */
const NOT_OF_A_PASTE = ['no_test_request'];

/**
 * A config as people paste it: the labels of the Capacity developer platform, our own names, or a preset with what
 * differs from it. Nothing is refused here; what has to be mended first is an error among the findings.
 */
export function importConfig(input: Readonly<Record<string, unknown>>, context: ImportContext): ImportedConfig {
  const pasted = pastedFields(input);
  const named = context.presets.find(({ key }) => key === pasted.values['preset']) ?? null;
  const draft = draftOf(pasted, named, context);
  const listed = pastedSettings(pasted.values['settings']);
  const about = {
    name: textOf(pasted.values['name']) ?? named?.name ?? null,
    preset: draft.preset?.key ?? null,
    clientSecret: textOf(pasted.values['clientSecret']) ?? draft.clientSecret,
    logoUrl: textOf(pasted.values['logoUrl']),
  };
  const faults = [...shapeFindings(draft.definition), ...presetFindings(pasted, named)];
  const judged =
    faults.length > 0
      ? { definition: draft.definition, settings: [], findings: faults }
      : judge(draft.definition, { ...about, listed, pasted }, context);
  return {
    ...about,
    definition: judged.definition,
    settings: judged.settings,
    status: judged.settings.some(({ kind }) => kind !== 'slot') ? 'disabled' : 'active',
    mapping: pasted.mapping,
    findings: sorted([...judged.findings, ...pasted.findings, ...draft.notes, ...listed.notes]),
  };
}

interface Beside extends Pick<ImportedConfig, 'preset' | 'clientSecret' | 'logoUrl'> {
  readonly listed: PastedSettings;
  readonly pasted: PastedFields;
}

function judge(
  draft: ConfigDefinition,
  { listed, pasted, preset, clientSecret, logoUrl }: Beside,
  context: ImportContext,
): Pick<ImportedConfig, 'definition' | 'settings' | 'findings'> {
  const settings: readonly ProposedSetting[] = proposedSettings(draft, listed, {
    clientSecret,
    present: context.settings,
  });
  const all = [...settings, ...context.settings];
  const definition = pasted.values['connectionLevel'] === undefined ? withLevelOfTokens(draft, all) : draft;
  const findings = lint({ definition, preset, logoUrl, settings: all, withheld: [] }, context);
  return { definition, settings, findings: findings.filter(({ code }) => !NOT_OF_A_PASTE.includes(code)) };
}

/** Where the tokens are a user's, so is the connection. */
function withLevelOfTokens(definition: ConfigDefinition, settings: readonly NamedSetting[]): ConfigDefinition {
  const slot = settings.find(({ name }) => name === definition.accessTokenSetting);
  return slot === undefined ? definition : { ...definition, connectionLevel: slot.level };
}

const shapeFindings = (definition: ConfigDefinition): LintFinding[] =>
  definitionFaults(definition).map(({ field, message }) => finding('error', 'invalid_field', field, message));

const presetFindings = ({ values }: PastedFields, named: Preset | null): LintFinding[] =>
  values['preset'] === undefined || named !== null
    ? []
    : [finding('error', 'unknown_preset', 'preset', 'there is no such preset')];

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
