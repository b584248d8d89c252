import type { ConfigView } from '../../../connections/configs/config-views.service.js';
import type { ConfigChanges, NewConfig } from '../../../connections/configs/config-changes.types.js';
import {
  PROXY_DEFAULTS,
  STANDARD_PATHS,
  type ConfigDefinition,
  type RequestTemplate,
} from '../../../connections/configs/config.types.js';
import { mergePatch } from '../../conventions/merge-patch.js';
import { toText } from '../../conventions/times.js';
import type { ConfigDefinitionDto } from './config-definition.dto.js';
import type { NewOauthConfigDto, OauthConfigChangesDto, OauthConfigDto } from './config.dto.js';
import { without } from '../../../kernel/without.js';

const REQUEST: Omit<RequestTemplate, 'url'> = { method: 'POST', headers: {}, body: null, bodyFormat: 'form' };
/** Members in which null is a value of its own. */
const NO_PATHS = Object.fromEntries(Object.keys(STANDARD_PATHS).map((name) => [name, null]));

/** What each object has where neither the body nor the config says anything of it. */
const OBJECTS: Partial<Record<keyof ConfigDefinition, object>> = {
  tokenHeaders: {},
  revoke: REQUEST,
  introspect: REQUEST,
  testRequest: REQUEST,
  paths: NO_PATHS,
  metaMap: {},
  expiry: {},
  rejectedWhen: {},
  successWhen: {},
  proxy: PROXY_DEFAULTS,
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Merges objects into what is there (RFC 7396), so that the rules judge them whole; everything else goes on as it came. */
function merged(body: ConfigDefinitionDto, base: Partial<ConfigDefinition>): Partial<ConfigDefinition> {
  const entries = Object.entries(body).map(([name, value]: [string, unknown]) => {
    const defaults = OBJECTS[name as keyof ConfigDefinition];
    if (!defaults || !isObject(value)) return [name, value];
    const before = base[name as keyof ConfigDefinition];
    return [name, { ...defaults, ...mergePatch(isObject(before) ? before : {}, value) }];
  });
  return Object.fromEntries(entries) as Partial<ConfigDefinition>;
}

/** @param base the definition of the preset it names. */
export const toNewConfig = (body: NewOauthConfigDto, base: Partial<ConfigDefinition> | null): NewConfig => ({
  ...merged(body, base ?? { paths: STANDARD_PATHS }),
  name: body.name,
});

export const toConfigChanges = (body: OauthConfigChangesDto, current: ConfigDefinition): ConfigChanges => {
  return merged(without(body, 'confirm'), current);
};

export function toConfigDto({ config, callbackUrl, clientSecret, lint }: ConfigView): OauthConfigDto {
  return {
    ...without(config, 'realmId', 'publicKey'),
    callbackUrl,
    clientSecret,
    lint: [...lint],
    createdAt: toText(config.createdAt),
    updatedAt: toText(config.updatedAt),
  };
}
