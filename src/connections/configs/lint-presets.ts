import type { Preset } from '../presets/preset.types.js';
import type { ConfigDefinition } from './config.types.js';
import { finding, type LintContext, type LintRule, type LintSubject } from './lint.types.js';
import { urlOf } from './lint-texts.js';

const OFFLINE_SCOPE = 'offline_access';
const OFFLINE_PARAMETERS = ['access_type', 'token_access_type'];
const SCOPE_PARAMETER = 'scope';

/** The preset that a config names, else the one whose provider it calls; null for a provider that none is of. */
export function presetFor({ preset, definition }: LintSubject, { presets }: LintContext): Preset | null {
  return presets.find(({ key }) => key === preset) ?? presetOfHost(definition, presets);
}

/** By the host of the token request: what is behind a variable label is compared without it. */
export function presetOfHost(definition: ConfigDefinition, presets: readonly Preset[]): Preset | null {
  const host = tokenHost(definition);
  if (host === null) return null;
  return presets.find((preset) => matches(host, preset.definition)) ?? null;
}

function matches(host: string, known: ConfigDefinition): boolean {
  const template = urlOf(known.tokenUrl, known);
  if (template === null) return false;
  const sample = new URL(template.sampleOrigin).host;
  return template.hostNames.length === 0 ? host === sample : host.endsWith(sample.slice(sample.indexOf('.')));
}

function tokenHost(definition: ConfigDefinition): string | null {
  const origin = urlOf(definition.tokenUrl, definition)?.sampleOrigin;
  return origin === undefined ? null : new URL(origin).host;
}

/** Providers retire the paths of their token endpoints; a preset has the one that is to last. */
export const tokenUrlIsThePresets: LintRule = (subject, context) => {
  const preset = presetFor(subject, context);
  if (preset === null || isSamePlace(subject.definition, preset.definition)) return [];
  const message = `${preset.name} is known by another token URL (checked on ${preset.checkedOn}): ${preset.definition.tokenUrl}`;
  return [finding('warning', 'preset_url_differs', 'tokenUrl', message)];
};

function isSamePlace(definition: ConfigDefinition, known: ConfigDefinition): boolean {
  const [one, other] = [urlOf(definition.tokenUrl, definition), urlOf(known.tokenUrl, known)];
  if (one === null || other === null) return true;
  const sameHost = other.hostNames.length > 0 || one.sampleOrigin === other.sampleOrigin;
  return sameHost && isSamePath(one.path, other.path);
}

/** A placeholder of the preset stands for any one segment: a tenant may be written out. */
function isSamePath(path: string, known: string): boolean {
  const [one, other] = [path.split('/'), known.split('/')];
  return one.length === other.length && other.every((segment, at) => segment.includes('{{') || segment === one[at]);
}

/** Without these some providers give no refresh token. */
export const offlineAccessIsAsked: LintRule = (subject, context) => {
  const known = presetFor(subject, context)?.definition;
  if (known === undefined) return [];
  const missing = [...missingScope(subject.definition, known), ...missingParameters(subject.definition, known)];
  return missing.map((name) =>
    finding('warning', 'offline_access_missing', 'linkUrl', `without ${name} there will be no refresh token`),
  );
};

function missingScope(definition: ConfigDefinition, known: ConfigDefinition): string[] {
  const inLink = literalParameter(definition, SCOPE_PARAMETER) ?? '';
  const asked = definition.scopes.includes(OFFLINE_SCOPE) || inLink.includes(OFFLINE_SCOPE);
  return known.scopes.includes(OFFLINE_SCOPE) && !asked ? [`the scope ${OFFLINE_SCOPE}`] : [];
}

const missingParameters = (definition: ConfigDefinition, known: ConfigDefinition): string[] =>
  OFFLINE_PARAMETERS.flatMap((name) => {
    const wanted = literalParameter(known, name);
    return wanted === null || literalParameter(definition, name) === wanted ? [] : [`${name}=${wanted}`];
  });

function literalParameter(definition: ConfigDefinition, name: string): string | null {
  const parameter = urlOf(definition.linkUrl, definition)?.parameters.find((each) => each.name === name);
  return parameter?.segments.filter((segment) => typeof segment === 'string').join('') ?? null;
}

/** Two that hold one grant end it for each other: the first refresh makes the token of the second worthless. */
export const rotatingGrantHasOneHolder: LintRule = (subject, context) =>
  subject.definition.tokenRelease === 'owner' && presetFor(subject, context)?.rotates
    ? [
        finding(
          'warning',
          'two_token_holders',
          'tokenRelease',
          'the provider rotates: a copy in other hands goes stale with the next refresh',
        ),
      ]
    : [];
