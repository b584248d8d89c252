import type { RealmRef } from '../../database/realm-ref.js';
import type { FieldError } from '../../kernel/domain-error.js';
import { unless } from '../../kernel/field-faults.js';
import { FLOW_NAMES, TOKEN_NAMES } from '../templates/known-names.js';
import { compilePattern } from '../templates/param-pattern.js';
import { TemplateError } from '../templates/template-error.js';
import { MASTER_REALM } from '../../realms/realm.types.js';
import { type ConnectionApp, type SettingDefinition } from './app.types.js';

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
const SETTING_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
const HTTPS = /^https:\/\//;
const MAX_CHOICES = 50;
const MAX_HELP = 1000;
/** Bytes of what an owner enters. */
const MAX_VALUE = 16_384;

/** A slug that the name suggests; empty where it suggests none. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64)
    .replace(/-+$/, '');

/** Whether this server would fetch the logo is a question for whoever fetches. */
export const appFaults = (realm: RealmRef, { slug, name, description, offered }: ConnectionApp): FieldError[] => [
  ...unless(SLUG.test(slug), 'slug', 'has to be lower-case letters, digits and hyphens between them, at most 64'),
  ...unless(name.length > 0 && name.length <= 255, 'name', 'has to have 1 to 255 characters'),
  ...unless((description ?? '').length <= 4000, 'description', 'has more than 4000 characters'),
  ...unless(!offered || realm.name === MASTER_REALM, 'offered', `is for apps of the realm ${MASTER_REALM} alone`),
];

const isHttps = (text: string): boolean => text.length <= 2048 && HTTPS.test(text) && URL.canParse(text);

export function settingFaults(setting: SettingDefinition): FieldError[] {
  const { name, kind, defaultValue, choices, help, level, prompt } = setting;
  return [
    ...unless(SETTING_NAME.test(name), 'name', 'has to begin with a letter; letters, digits and _ follow, at most 64'),
    ...unless(!FLOW_NAMES.includes(name), 'name', 'stands for something else while a connection is made'),
    ...unless(!TOKEN_NAMES.includes(name) || kind === 'slot', 'name', 'is the name of a token: its kind is slot'),
    ...unless(kind !== 'slot' || !setting.required, 'required', 'cannot be true for a slot, which nobody fills in'),
    ...unless(
      defaultValue === null || kind === 'text' || kind === 'url' || kind === 'choice',
      'defaultValue',
      NO_DEFAULT,
    ),
    ...unless((kind === 'choice') === (choices !== null), 'choices', 'is for the kind choice, which needs it'),
    ...unless((choices ?? ['x']).length > 0 && (choices ?? []).length <= MAX_CHOICES, 'choices', 'has 1 to 50 entries'),
    ...unless((help ?? '').length <= MAX_HELP, 'help', `has more than ${MAX_HELP} characters`),
    ...unless(level === 'user' || prompt !== 'use', 'prompt', 'cannot be use for a setting of the realm'),
    ...patternFaults(setting),
    ...(defaultValue === null ? [] : valueFaults(setting, defaultValue, 'defaultValue')),
  ];
}

const NO_DEFAULT = 'is not for secrets and slots';

function patternFaults({ pattern }: SettingDefinition): FieldError[] {
  if (pattern === null) return [];
  try {
    compilePattern(pattern);
    return [];
  } catch (error) {
    if (error instanceof TemplateError) return [{ field: 'pattern', message: error.message }];
    throw error;
  }
}

/** Why an owner cannot enter that; nothing of the value is in the message. */
export function valueFaults(setting: SettingDefinition, value: string, field: string): FieldError[] {
  const { kind, pattern, choices } = setting;
  if (kind === 'slot') return [{ field, message: 'is written by the vault alone' }];
  return [
    ...unless(value.length > 0 && Buffer.byteLength(value) <= MAX_VALUE, field, `has to have 1 to ${MAX_VALUE} bytes`),
    ...unless(kind !== 'url' || isHttps(value), field, 'is not an https URI'),
    ...unless(kind !== 'choice' || (choices ?? []).includes(value), field, 'is none of the choices'),
    ...unless(pattern === null || compilePattern(pattern)(value), field, 'does not have the form that is asked for'),
  ];
}
