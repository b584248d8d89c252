import { encodeLiteral, encodeValue } from './url-encoding.js';
import { isPlaceholder, type Placeholder, type Segment, valueOf, type Variables } from './template.js';
import { TemplateError } from './template-error.js';

const DOTS = /^(?:\.|%2e){1,2}$/i;

/**
 * The path of a URL template. A value stays within the segment that it stands in.
 *
 * @throws TemplateError `invalid_template` for dot segments and backslashes
 */
export function compileUrlPath(segments: readonly Segment[]): (variables: Variables) => string {
  if (segments.some((segment) => typeof segment === 'string' && segment.includes('\\')))
    throw TemplateError.invalid('a path has no backslash');
  const literal = segments.map((segment) => (isPlaceholder(segment) ? '{}' : encodeLiteral(segment))).join('');
  if (hasDots(literal)) throw TemplateError.invalid('a path has no "." or ".." in it');
  return (variables) => {
    const path = segments
      .map((segment) => (isPlaceholder(segment) ? pathValue(segment, variables) : encodeLiteral(segment)))
      .join('');
    if (hasDots(path)) throw new TemplateError('param_invalid', 'a value would lead to another place of the path');
    return path;
  };
}

function pathValue(placeholder: Placeholder, variables: Variables): string {
  const value = plainValueOf(placeholder, variables);
  if (value === '') throw new TemplateError('param_invalid', `the value of "${placeholder.name}" is empty`);
  return encodeValue(value);
}

/** In a URL everything is encoded once: `urlencode`, which people add for safety, does not do it again. */
export const plainValueOf = (placeholder: Placeholder, variables: Variables): string =>
  valueOf(placeholder.filter === 'urlencode' ? { ...placeholder, filter: null } : placeholder, variables);

const hasDots = (path: string): boolean => path.split('/').some((segment) => DOTS.test(segment));
