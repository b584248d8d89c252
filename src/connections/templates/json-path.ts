import { compile, type JSONPathQuery, type JSONValue } from 'json-p3';

/** `invalid_path`: it is none; `unfit_value`: what it leads to in this document is no text and no number, or too long. */
export class PathError extends Error {
  override readonly name = 'PathError';

  constructor(
    readonly code: 'invalid_path' | 'unfit_value',
    message: string,
  ) {
    super(message);
  }
}

/** Where a value stands in an answer. Names and indexes alone (a singular query, RFC 9535 section 2.3.5.1). */
export interface JsonPath {
  /** With the `$` that may be left out when it is typed. */
  readonly text: string;
  /** The one way to write it, for comparisons: two paths to one place have it in common. */
  readonly canonical: string;
  /**
   * Null where there is nothing, or null.
   *
   * @throws PathError `unfit_value`
   */
  read(document: unknown): string | null;
  /** Whatever stands there, for comparisons; undefined for nothing. */
  pick(document: unknown): unknown;
}

/** Bytes. */
const MAX_VALUE = 16_384;
const MAX_PATH = 500;

/** @throws PathError `invalid_path` */
export function compilePath(text: string): JsonPath {
  const query = compiled(normalise(text.trim()));
  const normalised = query.text;
  const pick = (document: unknown): unknown => query.parsed.query(document as JSONValue).nodes[0]?.value;
  return {
    text: normalised,
    canonical: query.parsed.toString(),
    pick,
    read: (document) => textOf(pick(document), normalised),
  };
}

/** `access_token`, `.data.token` and `data[0].token` are what people write; RFC 9535 begins every query with `$`. */
function normalise(text: string): string {
  if (text === '') throw new PathError('invalid_path', 'the path is empty');
  if (text.length > MAX_PATH) throw new PathError('invalid_path', `the path has more than ${MAX_PATH} characters`);
  if (text.startsWith('$')) return text;
  return /^[.[]/.test(text) ? `$${text}` : `$.${text}`;
}

/** A name with a hyphen (`$.a-b`), which the parser lets pass, is written in brackets as the RFC wants it. */
function compiled(text: string): { parsed: JSONPathQuery; text: string } {
  const parsed = syntax(text);
  if (!parsed.singularQuery())
    throw new PathError('invalid_path', `"${text}" can lead to more than one value: only names and indexes are taken`);
  return { parsed, text: text.includes('-') ? parsed.toString() : text };
}

function syntax(text: string): JSONPathQuery {
  try {
    return compile(text);
  } catch {
    throw new PathError('invalid_path', `"${text}" is not a path of RFC 9535`);
  }
}

function textOf(value: unknown, path: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') throw new PathError('unfit_value', `"${path}" leads to neither text nor a number`);
  if (Buffer.byteLength(value) > MAX_VALUE)
    throw new PathError('unfit_value', `"${path}" leads to more than ${MAX_VALUE} bytes`);
  return value;
}
