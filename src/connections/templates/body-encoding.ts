import type { BodyFormat } from '../configs/config.types.js';
import { TemplateError } from './template-error.js';

export interface EncodedBody {
  readonly body: string;
  readonly contentType: string;
}

/**
 * A rendered body as it is sent. RFC 6749 wants `form`, which has no place for objects, lists or null.
 *
 * @throws TemplateError `invalid_template`
 */
export function encodeBody(tree: Readonly<Record<string, unknown>>, format: BodyFormat): EncodedBody {
  if (format === 'json') return { body: JSON.stringify(tree), contentType: 'application/json' };
  const form = new URLSearchParams(
    Object.entries(tree).map(([key, value]): [string, string] => [key, formValue(key, value)]),
  );
  return { body: form.toString(), contentType: 'application/x-www-form-urlencoded' };
}

function formValue(key: string, value: unknown): string {
  if (value === null || typeof value === 'object')
    throw TemplateError.invalid(`a form cannot hold "${key}": objects, lists and null need the format json`);
  return String(value);
}
