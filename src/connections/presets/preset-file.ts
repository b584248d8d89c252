import {
  CONFIG_DEFAULTS,
  type ConfigDefinition,
  PROXY_DEFAULTS,
  type RequestTemplate,
  STANDARD_PATHS,
} from '../configs/config.types.js';
import { definitionFaults } from '../configs/config.rules.js';
import { ownNames } from '../configs/own-names.js';
import type { Preset } from './preset.types.js';

type Json = Readonly<Record<string, unknown>>;

const ABOUT = ['key', 'name', 'checkedOn', 'docsUrl', 'scopesSuggested', 'rotates', 'notes'];
const REQUEST: Omit<RequestTemplate, 'url'> = {
  method: 'GET',
  headers: { Accept: 'application/json', Authorization: 'Bearer {{access_token}}' },
  body: null,
  bodyFormat: 'form',
};
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A preset from its file, whose names are of the kind of `token_url`; what the file does not say is as for every config. @throws Error naming key and field */
export function presetOf(file: unknown): Preset {
  const { key, name, checkedOn, docsUrl, scopesSuggested, rotates, notes, ...rest } = ownNames(file) as Json;
  const definition = definitionOf(rest, scopesSuggested as string[]);
  const [fault] = definitionFaults(definition);
  if (fault !== undefined) throw new Error(`The preset "${String(key)}" is not valid: ${fault.field} ${fault.message}`);
  const about = { key, name, checkedOn, docsUrl, rotates: rotates ?? false, notes };
  if (!isAbout(about)) throw new Error(`The preset "${String(key)}" lacks one of: ${ABOUT.join(', ')}`);
  return { ...about, definition };
}

function isAbout(about: Readonly<Record<string, unknown>>): about is Readonly<Omit<Preset, 'definition'>> & Json {
  const { checkedOn, rotates, notes, ...texts } = about;
  return (
    Object.values(texts).every((text) => typeof text === 'string' && text !== '') &&
    DAY.test(String(checkedOn)) &&
    typeof rotates === 'boolean' &&
    Array.isArray(notes)
  );
}

function definitionOf(file: Json, scopes: readonly string[]): ConfigDefinition {
  const filled: Record<string, unknown> = { ...CONFIG_DEFAULTS, ...file, scopes };
  filled['paths'] = { ...STANDARD_PATHS, ...(file['paths'] as object | undefined) };
  for (const field of ['revoke', 'introspect', 'testRequest']) filled[field] = withDefaults(file[field], REQUEST);
  filled['proxy'] = withDefaults(file['proxy'], PROXY_DEFAULTS);
  return filled as unknown as ConfigDefinition;
}

const withDefaults = (value: unknown, defaults: object): unknown =>
  typeof value === 'object' && value !== null ? { ...defaults, ...value } : null;
