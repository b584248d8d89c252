import { FLOW_NAMES, TOKEN_NAMES } from '../templates/known-names.js';
import type { ConfigDefinition, ConnectionLevel } from './config.types.js';
import type { ProposedSetting } from './import.types.js';
import { finding, type LintFinding, type NamedSetting } from './lint.types.js';
import { namesIn, templateTexts } from './lint-texts.js';

/** The two levels as the page calls them, and as they are called here. */
const LEVELS: Readonly<Record<string, ConnectionLevel>> = {
  organization: 'realm',
  organisation: 'realm',
  org: 'realm',
  realm: 'realm',
  user: 'user',
};

export const levelOf = (level: unknown): ConnectionLevel | undefined => LEVELS[String(level).toLowerCase()];

const SECRET_NAME = /secret|password|passphrase|api_?key|private_?key/i;
const OURS = 'redirect_uri';

/** Settings that were pasted with the config: their names and levels. */
export interface PastedSettings {
  readonly levels: ReadonlyMap<string, ConnectionLevel>;
  readonly notes: readonly LintFinding[];
}

export function pastedSettings(value: unknown): PastedSettings {
  const entries = (Array.isArray(value) ? value : []).filter(
    (entry): entry is { name: string; level?: string } =>
      typeof (entry as { name?: unknown } | null)?.name === 'string',
  );
  const levels = new Map(entries.map(({ name, level }) => [name, levelOf(level) ?? 'realm'] as const));
  const notes = levels.delete(OURS)
    ? [finding('note', 'redirect_uri_setting_ignored', 'settings', 'every config has a callback of its own')]
    : [];
  return { levels, notes };
}

/** What has a value by itself, so that no setting needs to hold it. */
export interface OwnValues {
  readonly clientSecret: string | null;
  readonly present: readonly NamedSetting[];
}

/** What the texts of a config name and nothing gives a value to: it becomes a setting of the app. */
export function proposedSettings(
  definition: ConfigDefinition,
  pasted: PastedSettings,
  own: OwnValues,
): ProposedSetting[] {
  const slots = [definition.accessTokenSetting, definition.refreshTokenSetting];
  const held = [
    ...(definition.clientId === null ? [] : ['client_id']),
    ...(own.clientSecret === null ? [] : ['client_secret']),
    ...own.present.map(({ name }) => name),
  ];
  const named = ['client_id', 'client_secret', ...pasted.levels.keys(), ...bareNames(definition)];
  const wanted = [...new Set(named.filter((name) => !slots.includes(name)))].map((name) => valueSetting(name, pasted));
  return [...wanted, ...[...new Set(slots)].map((name) => slot(name, pasted))].filter(
    ({ name }) => !held.includes(name),
  );
}

const valueSetting = (name: string, { levels }: PastedSettings): ProposedSetting => {
  const level = levels.get(name) ?? 'realm';
  const kind = SECRET_NAME.test(name) ? 'secret' : 'text';
  return { name, level, kind, required: true, prompt: level === 'realm' ? 'install' : 'use' };
};

const slot = (name: string, { levels }: PastedSettings): ProposedSetting => ({
  name,
  level: levels.get(name) ?? 'user',
  kind: 'slot',
  required: false,
  prompt: 'never',
});

function bareNames(definition: ConfigDefinition): string[] {
  const given = [...FLOW_NAMES, ...TOKEN_NAMES, 'client_basic'];
  const names = templateTexts(definition).flatMap((text) => compiledNames(() => namesIn(text, definition)));
  return names
    .map((name) => name.replace(/^settings\./, ''))
    .filter((name) => !name.includes('.') && !given.includes(name));
}

/** None for a text that does not compile, which the lint reports. */
function compiledNames(read: () => readonly string[]): readonly string[] {
  try {
    return read();
  } catch {
    return [];
  }
}
