import type { FieldError } from '../../kernel/domain-error.js';
import type { ConfigDefinition } from '../configs/config.types.js';
import { isLiteral, jsonOf, literalKeys, urlOf } from '../configs/lint-texts.js';
import type { SavedRequestFields } from '../proxy/saved-request.types.js';
import { parseTemplate } from '../templates/template.js';
import type { AppBlueprint, BlueprintConfig } from './blueprint.types.js';

/** Names of what belongs to one client or one account. */
const OWN =
  /secret|passw|passphrase|authorization|cookie|credential|token$|(?:^|[_-])key$|(?:private|api|app|client|consumer)[_-]?(?:id|key)/i;
const MESSAGE = 'is written out, and whoever installs the app would get it: put a placeholder in its place';

type Texts = Readonly<Record<string, string>>;
type Urls = readonly (readonly [field: string, url: string | null])[];
type Bodies = readonly (readonly [field: string, body: string | null])[];

/** What somebody has typed into texts that has a place of its own, where it would not be copied. */
export const writtenValues = ({ settings, configs, requests }: AppBlueprint): FieldError[] =>
  [
    ...settings
      .filter(({ name, defaultValue }) => OWN.test(name) && defaultValue !== null)
      .map(({ name }) => `settings.${name}.defaultValue`),
    ...configs.flatMap((config) => inConfig(config).map((field) => `configs.${config.name}.${field}`)),
    ...requests.flatMap((request) => inRequest(request).map((field) => `requests.${request.name}.${field}`)),
  ].map((field) => ({ field, message: MESSAGE }));

function inConfig({ definition }: BlueprintConfig): string[] {
  const { linkUrl, tokenUrl, refreshUrl, tokenBody, refreshBody, tokenHeaders, proxy } = definition;
  const requests = (['revoke', 'introspect', 'testRequest'] as const).flatMap((field) => {
    const request = definition[field];
    return request === null ? [] : [{ field, ...request }];
  });
  return [
    ...inHeaders('tokenHeaders', tokenHeaders),
    ...requests.flatMap(({ field, headers }) => inHeaders(`${field}.headers`, headers)),
    ...inHeaders('proxy.inject', Object.fromEntries((proxy?.inject ?? []).map(({ name, value }) => [name, value]))),
    ...inUrls(definition, [
      ['linkUrl', linkUrl],
      ['tokenUrl', tokenUrl],
      ['refreshUrl', refreshUrl],
      ['proxy.baseUrl', proxy?.baseUrl ?? null],
      ...requests.map(({ field, url }) => [`${field}.url`, url] as const),
    ]),
    ...inBodies([
      ['tokenBody', tokenBody],
      ['refreshBody', refreshBody],
      ...requests.map(({ field, body }) => [`${field}.body`, body] as const),
    ]),
  ];
}

const inRequest = ({ headers, query, body }: SavedRequestFields): string[] => [
  ...inHeaders('headers', headers),
  ...inHeaders('query', query),
  ...inBodies([['body', body]]),
];

const inHeaders = (field: string, texts: Texts): string[] =>
  Object.entries(texts)
    .filter(([name, text]) => OWN.test(name) && isLiteral(parseTemplate(text)))
    .map(([name]) => `${field}.${name}`);

const inUrls = (definition: Omit<ConfigDefinition, 'clientId'>, urls: Urls): string[] =>
  urls.flatMap(([field, url]) =>
    (urlOf(url === '' ? null : url, definition)?.parameters ?? [])
      .filter(({ name, segments }) => OWN.test(name) && isLiteral(segments))
      .map(({ name }) => `${field}.${name}`),
  );

const inBodies = (bodies: Bodies): string[] =>
  bodies.flatMap(([field, body]) =>
    literalKeys(jsonOf(body)?.root)
      .filter((key) => OWN.test(key))
      .map((key) => `${field}.${key}`),
  );
