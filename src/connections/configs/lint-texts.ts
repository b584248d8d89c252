import type { JsonNode, JsonObject } from '../templates/json-reader.js';
import { compileJson, type JsonTemplate } from '../templates/json-template.js';
import type { NamesInUse, TemplatePlace } from '../templates/known-names.js';
import { isPlaceholder, type Segment } from '../templates/template.js';
import { compileText } from '../templates/text-template.js';
import { compileUrl, type UrlRules, type UrlTemplate } from '../templates/url-template.js';
import type { ConfigDefinition, RequestTemplate } from './config.types.js';
import type { NamedSetting } from './lint.types.js';

/** One text of a config that may hold placeholders. */
export interface TemplateText {
  readonly field: string;
  readonly kind: 'url' | 'json' | 'text';
  readonly place: TemplatePlace;
  readonly text: string;
}

const REQUESTS = ['revoke', 'introspect', 'testRequest'] as const;

/** All of them, in the order in which a connection meets them. */
export function templateTexts(definition: ConfigDefinition): TemplateText[] {
  const { linkUrl, tokenUrl, tokenHeaders, tokenBody, refreshUrl, refreshBody, proxy } = definition;
  return [
    ...optional('linkUrl', 'url', 'link', linkUrl === '' ? null : linkUrl),
    ...optional('tokenUrl', 'url', 'token', tokenUrl),
    ...headerTexts('tokenHeaders', 'token', tokenHeaders),
    ...optional('tokenBody', 'json', 'token', tokenBody),
    ...optional('refreshUrl', 'url', 'refresh', refreshUrl),
    ...optional('refreshBody', 'json', 'refresh', refreshBody),
    ...REQUESTS.flatMap((field) => requestTexts(field, definition[field])),
    ...optional('proxy.baseUrl', 'url', 'request', proxy?.baseUrl ?? null),
    ...(proxy?.inject ?? []).flatMap(({ value }, at) =>
      optional(`proxy.inject[${at}].value`, 'text', 'request', value),
    ),
  ];
}

const requestTexts = (field: string, request: RequestTemplate | null): TemplateText[] =>
  request === null
    ? []
    : [
        ...optional(`${field}.url`, 'url', 'request', request.url),
        ...headerTexts(`${field}.headers`, 'request', request.headers),
        ...optional(`${field}.body`, 'json', 'request', request.body),
      ];

const headerTexts = (field: string, place: TemplatePlace, headers: Readonly<Record<string, string>>): TemplateText[] =>
  Object.entries(headers).flatMap(([name, text]) => optional(`${field}.${name}`, 'text', place, text));

const optional = (
  field: string,
  kind: TemplateText['kind'],
  place: TemplatePlace,
  text: string | null,
): TemplateText[] => (text === null ? [] : [{ field, kind, place, text }]);

/** @throws TemplateError */
export function namesIn({ kind, text }: TemplateText, definition: ConfigDefinition): readonly string[] {
  if (kind === 'url') return compileUrl(text, definition).names;
  return (kind === 'json' ? compileJson(text) : compileText(text)).names;
}

/** Null for a text that does not compile, which another rule reports. */
export const urlOf = (text: string | null, definition: UrlRules): UrlTemplate | null =>
  text === null ? null : orNull(() => compileUrl(text, definition));

export const jsonOf = (text: string | null): JsonTemplate | null =>
  text === null ? null : orNull(() => compileJson(text));

/** The keys whose values are texts without a placeholder, at every depth. */
export const literalKeys = (root: JsonObject | undefined): string[] =>
  (root?.members ?? []).flatMap(([key, node]) => literalKeysAt(key, node));

function literalKeysAt(key: string, node: JsonNode): string[] {
  if (node.kind === 'object') return literalKeys(node);
  if (node.kind === 'list') return node.items.flatMap((item) => literalKeysAt(key, item));
  return node.kind === 'text' && isLiteral(node.segments) ? [key] : [];
}

/** A text that says something, and says it whatever the variables are. */
export const isLiteral = (segments: readonly Segment[]): boolean =>
  segments.length > 0 && !segments.some(isPlaceholder);

export const namesInUse = (definition: ConfigDefinition, settings: readonly NamedSetting[]): NamesInUse => ({
  params: definition.params.map(({ name }) => name),
  meta: Object.keys(definition.metaMap),
  settings: settings.map(({ name }) => name),
  secretSettings: settings.filter(({ kind }) => kind === 'secret').map(({ name }) => name),
  tokenSettings: [definition.accessTokenSetting, definition.refreshTokenSetting],
});

function orNull<T>(compile: () => T): T | null {
  try {
    return compile();
  } catch {
    return null;
  }
}
