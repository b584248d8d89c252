/** What a template is for: it decides which names have a value when it is rendered. */
export type TemplatePlace = 'link' | 'token' | 'refresh' | 'request';

/** What a config and its app give names to. */
export interface NamesInUse {
  readonly params: readonly string[];
  readonly meta: readonly string[];
  readonly settings: readonly string[];
  /** Settings that must not be seen by a browser. */
  readonly secretSettings: readonly string[];
  /** The names that the config gives to the two tokens. */
  readonly tokenSettings: readonly string[];
}

const FLOW: Readonly<Record<TemplatePlace, readonly string[]>> = {
  link: ['state', 'redirect_uri', 'code_challenge', 'scope'],
  token: ['auth_code', 'code', 'code_verifier', 'redirect_uri', 'scope'],
  refresh: ['redirect_uri', 'scope'],
  request: [],
};
const TOKENS = ['access_token', 'refresh_token'];
const CLIENT_ID = 'client_id';
const CLIENT_SECRETS = ['client_secret', 'client_basic'];
const WITH_TOKENS: readonly TemplatePlace[] = ['refresh', 'request'];

/** Names that belong to the flow: a setting called so would never be read. */
export const FLOW_NAMES: readonly string[] = [...new Set(Object.values(FLOW).flat())];

/** Names of tokens: a setting called so is a slot that the vault writes. */
export const TOKEN_NAMES: readonly string[] = TOKENS;

export interface NameFault {
  readonly code: 'unknown_name' | 'secret_in_link';
  readonly message: string;
}

/** Why a name cannot be used in a place; null for one that can. */
export function nameFault(place: TemplatePlace, name: string, names: NamesInUse): NameFault | null {
  if (place === 'link' && isSecret(name, names))
    return { code: 'secret_in_link', message: `"${name}" is a secret, and a browser would see it` };
  const message = absence(place, name, names);
  return message === null ? null : { code: 'unknown_name', message };
}

function absence(place: TemplatePlace, name: string, names: NamesInUse): string | null {
  if (FLOW[place].includes(name) || isClient(name)) return null;
  if ([...TOKENS, ...names.tokenSettings].includes(name)) return tokenFault(place, name);
  const [prefix, ...rest] = name.split('.');
  return isDefined(prefix as string, rest.join('.'), name, place, names) ? null : `"${name}" is not known here`;
}

const tokenFault = (place: TemplatePlace, name: string): string | null =>
  WITH_TOKENS.includes(place) ? null : `"${name}" has no value before there is a token`;

const isClient = (name: string): boolean => name === CLIENT_ID || CLIENT_SECRETS.includes(name);

function isSecret(name: string, { secretSettings }: NamesInUse): boolean {
  const bare = name.replace(/^settings\./, '');
  return CLIENT_SECRETS.includes(bare) || secretSettings.includes(bare);
}

function isDefined(prefix: string, rest: string, name: string, place: TemplatePlace, names: NamesInUse): boolean {
  if (names.settings.includes(name)) return true;
  if (prefix === 'settings') return names.settings.includes(rest);
  if (prefix === 'params') return names.params.includes(rest);
  return prefix === 'meta' && place !== 'link' && names.meta.includes(rest);
}
