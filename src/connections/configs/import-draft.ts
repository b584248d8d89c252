import type { Preset } from '../presets/preset.types.js';
import { compilePath } from '../templates/json-path.js';
import { CONFIG_DEFAULTS, type ConfigDefinition, type Paths } from './config.types.js';
import { importBody, withCredentials } from './import-body.js';
import { writtenClient } from './import-client.js';
import { defined, type PastedFields } from './import-fields.js';
import { importLink, type ImportedLink } from './import-link.js';
import type { ImportContext } from './import.types.js';
import { presetOfHost } from './lint-presets.js';
import { urlOf } from './lint-texts.js';
import type { LintFinding } from './lint.types.js';

type Given = Readonly<Record<string, unknown>>;

/** A definition made of a paste, not yet judged: a field may hold anything. */
export interface ImportDraft {
  readonly definition: ConfigDefinition;
  /** The one that was named, else that of the provider which is called. */
  readonly preset: Preset | null;
  /** The one that the body has written out. */
  readonly clientSecret: string | null;
  readonly notes: readonly LintFinding[];
}

const BODIES = ['tokenBody', 'refreshBody'] as const;
const TOKEN_NAMES = ['accessTokenSetting', 'refreshTokenSetting'];
/** Of the config, and not of its definition. */
const ABOUT = ['name', 'preset', 'logoUrl', 'clientSecret', 'settings'];

export function draftOf(pasted: PastedFields, named: Preset | null, context: ImportContext): ImportDraft {
  const given = Object.fromEntries(Object.entries(defined(pasted.values)).filter(([name]) => !ABOUT.includes(name)));
  const fields = withFields(
    named?.definition ?? { ...CONFIG_DEFAULTS, linkUrl: '', tokenUrl: '' },
    given,
    pasted.paths,
  );
  const preset = named ?? presetOfHost(fields, context.presets);
  const link = typeof given['linkUrl'] === 'string' ? importLink(given['linkUrl']) : null;
  const bodies = importBodies(given, context.repair ?? false);
  const client = writtenClient({
    linkClientId: link?.clientId,
    tokenBody: bodies.texts['tokenBody'],
    clientId: given['clientId'],
    clientSecret: pasted.values['clientSecret'],
  });
  const refresh = withRefreshCredentials(
    {
      ...fields,
      ...(named === null ? habits(given, preset) : {}),
      ...linkFields(link, given),
      ...(client.id === null ? {} : { clientId: client.id }),
      ...bodies.texts,
    },
    given,
  );
  const notes = [...(link?.notes ?? []), ...bodies.notes, ...client.notes, ...refresh.notes];
  return { definition: refresh.definition, preset, clientSecret: client.secret, notes };
}

const withFields = (base: ConfigDefinition, given: Given, paths: Given): ConfigDefinition => ({
  ...base,
  ...given,
  ...tokenNames(given),
  paths: { ...base.paths, ...normalPaths(paths) },
});

/** The page has bodies in JSON and knows no PKCE; a provider that is known has its own ways. */
function habits(given: Given, known: Preset | null): Partial<ConfigDefinition> {
  const written = BODIES.some((name) => given[name] !== undefined);
  const { bodyFormat, pkce } = known?.definition ?? { bodyFormat: written ? 'json' : 'form', pkce: 'off' };
  return { bodyFormat, pkce, ...only(given, ['bodyFormat', 'pkce']) };
}

function linkFields(link: ImportedLink | null, given: Given): Partial<ConfigDefinition> {
  if (link === null) return {};
  const { text, scopes } = link;
  if (scopes === null) return { linkUrl: text };
  return {
    linkUrl: text,
    scopes: scopes.scopes,
    scopeSeparator: scopes.separator,
    ...only(given, ['scopes', 'scopeSeparator']),
  };
}

const only = (given: Given, names: readonly string[]): Given =>
  Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)));

function importBodies(given: Given, repair: boolean) {
  const imported = BODIES.flatMap((name) => {
    const text = given[name];
    return typeof text === 'string' ? [{ name, ...importBody(name, text, repair) }] : [];
  });
  return {
    texts: Object.fromEntries(imported.map(({ name, text }) => [name, text])),
    notes: imported.flatMap(({ notes }) => notes),
  };
}

/** Nobody but the token endpoint is told the secret, and no body says again what a header says. */
function withRefreshCredentials(definition: ConfigDefinition, given: Given): Pick<ImportDraft, 'definition' | 'notes'> {
  const { refreshBody, clientAuth } = definition;
  const isPasted = typeof given['refreshBody'] === 'string' && refreshBody !== null;
  if (!isPasted || clientAuth !== 'body' || !isOneHost(definition)) return { definition, notes: [] };
  const { text, notes } = withCredentials(refreshBody);
  return { definition: { ...definition, refreshBody: text }, notes };
}

function isOneHost(definition: ConfigDefinition): boolean {
  const token = urlOf(definition.tokenUrl, definition)?.sampleOrigin;
  return definition.refreshUrl === null || urlOf(definition.refreshUrl, definition)?.sampleOrigin === token;
}

/** `{{access_token}}`, as some paste it, is the name without its braces. */
const tokenNames = (given: Given): Given =>
  Object.fromEntries(
    Object.entries(only(given, TOKEN_NAMES)).map(([field, name]) => [
      field,
      typeof name === 'string' ? name.replace(/^\s*\{\{|\}\}\s*$/g, '').trim() : name,
    ]),
  );

const normalPaths = (paths: Given): Partial<Paths> =>
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
