import { invalidRequest } from './oauth-error.js';

/** 16 KiB for what carries a token, an assertion or a request object; 4 KiB for everything else. */
const LONG = 16 * 1024;
const SHORT = 4 * 1024;
const LONG_PARAMETERS: ReadonlySet<string> = new Set([
  'token',
  'access_token',
  'refresh_token',
  'subject_token',
  'actor_token',
  'assertion',
  'client_assertion',
  'id_token_hint',
  'request',
]);
const MAX_PARAMETERS = 100;

/** What a request sent, of what its endpoint declared: each name at most once, an empty value counted as absent. */
export interface Parameters {
  get(name: string): string | undefined;
  /** Every value of a parameter that was declared repeatable (`resource`, RFC 8707 section 2). */
  all(name: string): readonly string[];
  /** @throws OAuthError `invalid_request` naming the parameter when it is absent. */
  require(name: string): string;
}

export interface DeclaredParameters {
  readonly once: readonly string[];
  readonly repeatable?: readonly string[];
}

/** What a body parser yields before any rule: pairs in the order they came. */
export type RawParameters = readonly (readonly [name: string, value: string])[];

/**
 * Takes what an endpoint declares out of what was sent (RFC 6749 sections 3.1 and 3.2: unknown parameters are ignored,
 * empty ones absent, repeated ones refused).
 *
 * @throws OAuthError `invalid_request` for a repeated parameter, for one that is too long, declared or not, and for too many.
 */
export function readParameters(raw: RawParameters, declared: DeclaredParameters): Parameters {
  if (raw.length > MAX_PARAMETERS) throw invalidRequest(`The request has more than ${MAX_PARAMETERS} parameters.`);
  const { once, repeatable = [] } = declared;
  const values = new Map<string, string[]>();
  raw.forEach(([name, value], index) => {
    const repeats = repeatable.includes(name);
    if (!repeats) refuseRepeat(raw, index, name);
    refuseOversize(name, value);
    if (value === '' || !(repeats || once.includes(name))) return;
    const before = values.get(name);
    if (before) before.push(value);
    else values.set(name, [value]);
  });
  return frozen(values);
}

/** They are few: looked through, they are found sooner than in a set. */
function refuseRepeat(raw: RawParameters, index: number, name: string): void {
  for (let earlier = 0; earlier < index; earlier += 1) {
    if (raw[earlier]?.[0] === name) throw invalidRequest(`A parameter was sent more than once${named(name)}.`);
  }
}

/** The bytes of UTF-8 that a unit of a text has at most: what is short enough need not be counted. */
const BYTES_PER_UNIT = 3;

function refuseOversize(name: string, value: string): void {
  const limit = LONG_PARAMETERS.has(name) ? LONG : SHORT;
  if (value.length * BYTES_PER_UNIT > limit && Buffer.byteLength(value) > limit)
    throw invalidRequest(`A parameter is longer than ${limit} bytes${named(name)}.`);
}

/** Names are shown back only when they are plainly names: an error never reflects markup. */
const named = (name: string): string => (/^[a-z_]{1,40}$/.test(name) ? `: ${name}` : '');

function frozen(values: ReadonlyMap<string, string[]>): Parameters {
  const get = (name: string): string | undefined => values.get(name)?.[0];
  return Object.freeze({
    get,
    all: (name: string) => values.get(name) ?? [],
    require(name: string): string {
      const value = get(name);
      if (value === undefined) throw invalidRequest(`The parameter ${name} is missing.`);
      return value;
    },
  });
}
