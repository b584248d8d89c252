import { OAuthError } from '../../protocol/oauth-error.js';
import { parseScope } from '../../protocol/scope.js';
import type { RawParameters } from '../../protocol/parameters.js';

/** The claims of a request object, its signature aside. */
export type RequestClaims = Readonly<Record<string, unknown>>;

export interface ObjectContext {
  /** As the request names it outside. */
  readonly clientId: string;
  readonly issuer: string;
  /** UTC seconds. */
  readonly now: number;
}

/** How far the clocks of a client may be ahead. */
const SKEW_SECONDS = 60;

/** What says something of the object itself and is no parameter (RFC 9101 section 4, RFC 7519 section 4.1). */
const JWT_CLAIMS: ReadonlySet<string> = new Set(['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti']);
/** An object never leads to another one (RFC 9101 section 4). */
const FORBIDDEN = ['request', 'request_uri'];

export const badObject = (description: string, detail?: string): OAuthError =>
  new OAuthError('invalid_request_object', description, { detail });

type Fault = (claims: RequestClaims, context: ObjectContext) => boolean;

/** RFC 9101 sections 4, 5 and 10.8. */
const FAULTS: readonly (readonly [message: string, isFault: Fault])[] = [
  ['is of another client', ({ client_id: id }, { clientId }) => id !== undefined && id !== clientId],
  ['was issued by another than its client', ({ iss }, { clientId }) => iss !== undefined && iss !== clientId],
  ['is not for this server', ({ aud }, { issuer }) => aud !== undefined && ![aud].flat().includes(issuer)],
  ['has expired', ({ exp }, { now }) => exp !== undefined && !(typeof exp === 'number' && exp > now)],
  [
    'is not valid yet',
    ({ nbf }, { now }) => nbf !== undefined && !(typeof nbf === 'number' && nbf <= now + SKEW_SECONDS),
  ],
  ['looks like the assertion that proves its client', ({ sub }, { clientId }) => sub === clientId],
  ['names another request object', (claims) => FORBIDDEN.some((name) => name in claims)],
];

/**
 * Whether an object may speak for the client, now and here.
 *
 * @throws OAuthError `invalid_request_object`
 */
export function checkObject(claims: RequestClaims, context: ObjectContext): void {
  const found = FAULTS.find(([, isFault]) => isFault(claims, context));
  if (found) throw badObject(`The request object ${found[0]}.`);
}

/**
 * The parameters that count: those inside, alone (RFC 9101 section 5). OpenID Connect has `response_type`, `client_id` and
 * `scope` outside too; there they have to agree with those inside, and stand in for the first two of them.
 *
 * @throws OAuthError `invalid_request_object`
 */
export function effectiveParameters(claims: RequestClaims, outside: RawParameters): RawParameters {
  const inside = Object.entries(claims)
    .filter(([name]) => !JWT_CLAIMS.has(name))
    .flatMap(([name, value]) => texts(name, value).map((text) => [name, text] as const));
  const named = new Map(inside);
  const sent = new Map(outside.filter(([, value]) => value !== ''));
  refuseContradiction(named, sent);
  const standIns = ['client_id', 'response_type'].flatMap((name) => {
    const text = sent.get(name);
    return named.has(name) || text === undefined ? [] : [[name, text] as const];
  });
  return [...inside, ...standIns];
}

type Named = ReadonlyMap<string, string>;

function refuseContradiction(inside: Named, outside: Named): void {
  const differs = (name: string, form: (text: string) => string): boolean => {
    const [one, other] = [inside.get(name), outside.get(name)];
    return one !== undefined && other !== undefined && form(one) !== form(other);
  };
  if (differs('response_type', asSet) || differs('scope', asSet))
    throw badObject('The request object contradicts the parameters beside it.');
}

const asSet = (text: string): string => [...(parseScope(text) ?? [text])].sort().join(' ');

/** A parameter as it would stand in a query: numbers and objects (`max_age`, `claims`) are JSON there. */
function texts(name: string, value: unknown): string[] {
  if (value === null) return [];
  if (typeof value === 'string') return [value];
  if (typeof value === 'number' && Number.isFinite(value)) return [String(value)];
  if (Array.isArray(value) && name === 'resource') return value.flatMap((entry: unknown) => texts(`${name}[]`, entry));
  if (typeof value === 'object' && !Array.isArray(value) && name === 'claims') return [JSON.stringify(value)];
  throw badObject('The request object has a parameter that is no text.');
}
