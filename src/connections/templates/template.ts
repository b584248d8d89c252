import { applyFilter, type Filter, FILTER_NAMES, isFilter } from './filters.js';
import { type Position, positionOf, TemplateError } from './template-error.js';

/** What stands for a name when a template is rendered. A name that is not in it has no value. */
export type Variables = ReadonlyMap<string, string>;

/** `{{name}}` or `{{name | filter}}`. */
export interface Placeholder {
  readonly name: string;
  readonly filter: Filter | null;
  readonly position: Position;
  /** Whether it stands between the quotes of a JSON string. */
  readonly quoted: boolean;
}

/** Text that stays as it is, or a place to fill. */
export type Segment = string | Placeholder;

const OPENING = '{{';
const PLACEHOLDER = /\{\{\s*([A-Za-z_][A-Za-z0-9_.]*)\s*(?:\|\s*([A-Za-z0-9_]+)\s*)?\}\}/y;
const MAX_NAME = 64;

export const isPlaceholder = (segment: Segment): segment is Placeholder => typeof segment !== 'string';

export const opensPlaceholder = (text: string, at: number): boolean => text.startsWith(OPENING, at);

/**
 * The placeholder that begins at an index, and the index behind it.
 *
 * @throws TemplateError `invalid_template`
 */
export function placeholderAt(text: string, at: number, quoted = true): { placeholder: Placeholder; end: number } {
  const position = positionOf(text, at);
  PLACEHOLDER.lastIndex = at;
  const [all, name, filter] = PLACEHOLDER.exec(text) ?? [];
  if (all === undefined || name === undefined)
    throw TemplateError.invalid('a placeholder is written {{name}} or {{name | filter}}', position);
  if (name.length > MAX_NAME) throw TemplateError.invalid(`a name has at most ${MAX_NAME} characters`, position);
  if (filter !== undefined && !isFilter(filter))
    throw TemplateError.invalid(`there is no such filter; known are ${FILTER_NAMES.join(', ')}`, position);
  return { placeholder: { name, filter: filter ?? null, position, quoted }, end: at + all.length };
}

/** @throws TemplateError `invalid_template` */
export function parseTemplate(text: string): Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  for (let at = text.indexOf(OPENING); at !== -1; at = text.indexOf(OPENING, from)) {
    if (at > from) segments.push(text.slice(from, at));
    const { placeholder, end } = placeholderAt(text, at);
    segments.push(placeholder);
    from = end;
  }
  if (from < text.length) segments.push(text.slice(from));
  return segments;
}

/**
 * A value is put in as it is and never looked through for placeholders of its own.
 *
 * @throws TemplateError `template_missing_value`
 */
export function valueOf({ name, filter }: Placeholder, variables: Variables): string {
  const value = variables.get(name);
  if (value === undefined) throw TemplateError.missing(name);
  return filter === null ? value : applyFilter(filter, value);
}

/** @throws TemplateError `template_missing_value` */
export const renderSegments = (segments: readonly Segment[], variables: Variables): string =>
  segments.map((segment) => (isPlaceholder(segment) ? valueOf(segment, variables) : segment)).join('');

/** The distinct names, in their order. */
export const namesOf = (segments: readonly Segment[]): string[] => [
  ...new Set(segments.filter(isPlaceholder).map(({ name }) => name)),
];
