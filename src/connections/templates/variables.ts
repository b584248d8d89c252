import type { Variables } from './template.js';

/** Where values come from, nearest first: a name that two of them have is taken from the nearer. */
export interface VariableSources {
  /** Of one connect attempt. */
  readonly flow?: {
    readonly state?: string;
    readonly redirect_uri?: string;
    readonly code_challenge?: string;
    readonly scope?: string;
    readonly auth_code?: string;
    readonly code_verifier?: string;
  };
  /** With the names that the config gives them. */
  readonly tokens?: {
    readonly accessToken: string | null;
    readonly refreshToken: string | null;
    readonly accessTokenSetting: string;
    readonly refreshTokenSetting: string;
  };
  /** Null where the settings `client_id` and `client_secret` have them. */
  readonly client?: { readonly id: string | null; readonly secret: string | null };
  /** Asked before connecting: `params.x`. */
  readonly params?: Readonly<Record<string, string>>;
  /** Kept from callback and answer: `meta.x`. */
  readonly meta?: Readonly<Record<string, string>>;
  /** The user's, else the realm's, else the default: `settings.x`, or `x`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Two names for one thing: the second is how the word is spelt in some templates. */
const ALIASES = { auth_code: 'code' } as const;

export function variablesOf(sources: VariableSources): Variables {
  const { params = {}, meta = {}, settings = {} } = sources;
  return withBasic([
    ...Object.entries(settings),
    ...prefixed('settings', settings),
    ...prefixed('meta', meta),
    ...prefixed('params', params),
    ...clientEntries(sources.client),
    ...tokenEntries(sources.tokens),
    ...flowEntries(sources.flow),
  ]);
}

/** What follows `Basic ` in a header that proves the client (RFC 7617). */
export const basicText = (id: string, secret: string): string =>
  Buffer.from(`${id}:${secret}`, 'utf8').toString('base64');

/** `client_basic`, for requests beside the token request: no filter could join id and secret. */
function withBasic(entries: readonly (readonly [string, string])[]): Variables {
  const variables = new Map<string, string>(entries);
  const [id, secret] = [variables.get('client_id'), variables.get('client_secret')];
  if (id !== undefined && secret !== undefined) variables.set('client_basic', basicText(id, secret));
  return variables;
}

const prefixed = (prefix: string, values: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]);

const clientEntries = (client: VariableSources['client']): [string, string][] =>
  present([
    ['client_id', client?.id],
    ['client_secret', client?.secret],
  ]);

const tokenEntries = (tokens: VariableSources['tokens']): [string, string][] =>
  tokens === undefined
    ? []
    : present([
        [tokens.accessTokenSetting, tokens.accessToken],
        [tokens.refreshTokenSetting, tokens.refreshToken],
        ['access_token', tokens.accessToken],
        ['refresh_token', tokens.refreshToken],
      ]);

const flowEntries = (flow: VariableSources['flow'] = {}): [string, string][] =>
  present([...Object.entries(flow), [ALIASES.auth_code, flow.auth_code]]);

const present = (entries: readonly (readonly [string, string | null | undefined])[]): [string, string][] =>
  entries.flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, value]]));
