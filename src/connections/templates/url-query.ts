import type { ScopeEncoding } from '../configs/config.types.js';
import { isPlaceholder, parseTemplate, type Segment, type Variables } from './template.js';
import { TemplateError } from './template-error.js';
import { encodeLiteral, encodeScope, encodeValue } from './url-encoding.js';
import { plainValueOf } from './url-path.js';

export interface QueryParameter {
  readonly name: string;
  readonly segments: readonly Segment[];
}

export type Pair = readonly [name: string, value: string];

/** What this server sets itself: a link that says otherwise is overruled. */
const OURS: ReadonlySet<string> = new Set(['state', 'redirect_uri', 'code_challenge', 'code_challenge_method']);
const SCOPES: ReadonlySet<string> = new Set(['scope', 'user_scope', 'optional_scope']);

/** @throws TemplateError `invalid_template` */
export function compileQuery(text: string): QueryParameter[] {
  return text
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      const name = equals === -1 ? part : part.slice(0, equals);
      if (parseTemplate(name).some(isPlaceholder))
        throw TemplateError.invalid('a placeholder cannot be the name of a parameter');
      return { name: decoded(name), segments: equals === -1 ? [] : parseTemplate(part.slice(equals + 1)) };
    });
}

/**
 * The parameters of the template in their order, then those of `extra` that it does not have. What is ours takes the place
 * of whatever the template says.
 */
export function renderQuery(
  parameters: readonly QueryParameter[],
  variables: Variables,
  extra: readonly Pair[],
  scopeEncoding: ScopeEncoding,
): string {
  const forced = new Map(extra.filter(([name]) => OURS.has(name)));
  const kept = parameters.filter(({ name }) => !forced.has(name));
  const present = new Set(kept.map(({ name }) => name));
  const written = kept.map(
    ({ name, segments }) => [name, valueText(name, segments, variables, scopeEncoding)] as const,
  );
  const added = extra
    .filter(([name]) => !present.has(name))
    .map(([name, value]) => [name, encoded(name, value, scopeEncoding)] as const);
  return [...written, ...added].map(([name, value]) => `${encodeValue(name)}=${value}`).join('&');
}

const valueText = (
  name: string,
  segments: readonly Segment[],
  variables: Variables,
  scopeEncoding: ScopeEncoding,
): string =>
  segments
    .map((segment) =>
      isPlaceholder(segment)
        ? encoded(name, plainValueOf(segment, variables), scopeEncoding)
        : encodeLiteral(segment, SCOPES.has(name) ? scopeEncoding : '%20'),
    )
    .join('');

const encoded = (name: string, value: string, scopeEncoding: ScopeEncoding): string =>
  SCOPES.has(name) ? encodeScope(value, scopeEncoding) : encodeValue(value);

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    throw TemplateError.invalid('the name of a parameter has a broken escape');
  }
}
