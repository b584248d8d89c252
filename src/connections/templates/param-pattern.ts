import { TemplateError } from './template-error.js';

const MAX_PATTERN = 200;
const MAX_VALUE = 255;
/** Each may cost a pass over the value for every pass of the others. */
const MAX_REPEATS = 3;
/** What counts as one thing, read from the left: an escaped character, and a class of characters whatever stands in it. */
const ONE_THING = /\\[^]|\[(?:[^\]\\]|\\[^])*\]/g;
const BACKREFERENCE = /\\[1-9k]/;
const VARIABLE = /[*+?]|\{\d+,\d*\}/g;
const WIDE = /\{\d*,?(\d{4,})\}/;

/**
 * Which values of a parameter are taken: the whole value has to match. Groups, back-references and many places of varying
 * length are refused: with them an administrator of one realm could write a pattern that holds up the server for all.
 *
 * @throws TemplateError `invalid_template`
 */
export function compilePattern(pattern: string): (value: string) => boolean {
  const fault = patternFault(pattern);
  if (fault !== null) throw TemplateError.invalid(`the pattern ${fault}`);
  const expression = new RegExp(`^(?:${pattern})$`, 'u');
  return (value) => value.length <= MAX_VALUE && expression.test(value);
}

function patternFault(pattern: string): string | null {
  if (pattern === '') return 'is empty';
  if (pattern.length > MAX_PATTERN) return `has more than ${MAX_PATTERN} characters`;
  if (BACKREFERENCE.test(pattern)) return 'refers back to a group';
  const structure = pattern.replace(ONE_THING, 'x');
  if (/[()]/.test(structure)) return 'has a group; write alternatives side by side';
  if ((structure.match(VARIABLE) ?? []).length > MAX_REPEATS)
    return `has more than ${MAX_REPEATS} places of varying length`;
  if (WIDE.test(structure)) return 'repeats something more than 999 times';
  return isExpression(pattern) ? null : 'is not a regular expression';
}

function isExpression(pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
