import type { FieldError } from '../../kernel/domain-error.js';
import { unless } from '../../kernel/field-faults.js';
import type { SettingDefinition } from '../apps/app.types.js';
import { BODY_FORMATS } from '../configs/config.types.js';
import { nameFault, type NamesInUse } from '../templates/known-names.js';
import { TemplateError } from '../templates/template-error.js';
import type { Variables } from '../templates/template.js';
import { sentHeaders } from './proxy-headers.rules.js';
import { upstreamUrl } from './proxy-path.rules.js';
import { compileRequest, type CompiledRequest } from './saved-request.template.js';
import { SAVED_REQUEST_METHODS, type SavedRequestFields } from './saved-request.types.js';

const NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const MAX_PATH = 2048;
const MAX_PAIRS = 50;
const MAX_VALUE = 2048;
/** Any base will do to see whether a path is plain. */
const BASE = { baseUrl: 'https://api.example/', allowedHosts: [] };

/** Why a request cannot be saved. @param settings of its app */
export function savedRequestFaults(
  request: SavedRequestFields,
  settings: readonly Pick<SettingDefinition, 'name' | 'kind'>[],
): FieldError[] {
  const faults = formFaults(request);
  return faults.length > 0 ? faults : templateFaults(request, settings);
}

function formFaults({ name, method, path, headers, query, body, bodyFormat }: SavedRequestFields): FieldError[] {
  const isRead = method === 'GET' || method === 'HEAD';
  return [
    ...unless(NAME.test(name), 'name', 'has to be 1 to 64 of a-z, 0-9, - and _, with a letter or digit in front'),
    ...unless(SAVED_REQUEST_METHODS.includes(method), 'method', 'is not one that can be called'),
    ...unless(path.length <= MAX_PATH, 'path', `has more than ${MAX_PATH} characters`),
    ...pairFaults('headers', headers),
    ...pairFaults('query', query),
    ...unless(body === null || !isRead, 'body', `is not for ${method}`),
    ...unless(BODY_FORMATS.includes(bodyFormat), 'bodyFormat', 'is not known'),
    ...Object.keys(headers).flatMap((header) =>
      unless(isSent(header), `headers.${header}`, 'is not a header that is passed on'),
    ),
  ];
}

function pairFaults(field: string, pairs: Readonly<Record<string, string>>): FieldError[] {
  const all = Object.entries(pairs);
  const fits = all.every(
    ([name, value]) => name !== '' && name.length <= 128 && typeof value === 'string' && value.length <= MAX_VALUE,
  );
  return [
    ...unless(all.length <= MAX_PAIRS, field, `has more than ${MAX_PAIRS} entries`),
    ...unless(fits, field, `has an entry that is no text, or longer than ${MAX_VALUE} characters`),
  ];
}

function templateFaults(
  request: SavedRequestFields,
  settings: readonly Pick<SettingDefinition, 'name' | 'kind'>[],
): FieldError[] {
  try {
    const compiled = compileRequest(request);
    const unknown = compiled.names.flatMap((name) => {
      const fault = nameFault('request', name, namesFor(name, settings));
      return fault ? [{ field: 'request', message: fault.message }] : [];
    });
    return unknown.length > 0 ? unknown : placeFaults(compiled);
  } catch (error) {
    if (error instanceof TemplateError) return [{ field: 'request', message: error.message }];
    throw error;
  }
}

/** Whether it would lead anywhere, with values that stand in nobody's way. */
function placeFaults(compiled: CompiledRequest): FieldError[] {
  const harmless: Variables = new Map(compiled.names.map((name) => [name, 'x']));
  try {
    upstreamUrl(BASE, compiled.render(harmless).place);
    return [];
  } catch {
    return [{ field: 'path', message: 'is not a plain path below a base URL' }];
  }
}

/** An app has several configs: what of `params` and `meta` there is, is known when the request is made. */
function namesFor(name: string, settings: readonly Pick<SettingDefinition, 'name' | 'kind'>[]): NamesInUse {
  const [, member = ''] = name.split(/\.(.*)/s);
  const ofKind = (slot: boolean) => settings.filter(({ kind }) => (kind === 'slot') === slot).map((one) => one.name);
  return { params: [member], meta: [member], settings: ofKind(false), secretSettings: [], tokenSettings: ofKind(true) };
}

const isSent = (header: string): boolean => Object.keys(sentHeaders({ [header.toLowerCase()]: 'x' }, {})).length === 1;
