import type { Client, ClientMetadata } from '../../clients/client.types.js';
import { SIGN_IN_DEFAULTS } from '../../clients/sign-in.types.js';
import { CLIENT_AUTH_METHODS, GRANT_TYPES, type ClientAuthMethodName } from '../../protocol/names.js';
import { formatScope, parseScope } from '../../protocol/scope.js';
import { badMetadata } from './registration-errors.js';
import { WIRE_FIELDS, type WireField, type WireKind } from './wire-fields.js';

/** What a client sent of itself, or is sent: JSON by the wire names. */
export type WireMetadata = Readonly<Record<string, unknown>>;

/** What a client says of itself, in the terms of this server; null where it leaves that to the server. */
export interface SelfDescription {
  readonly metadata: Partial<ClientMetadata> & Pick<ClientMetadata, 'redirectUris' | 'grantTypes'>;
  readonly scopes: string[] | null;
  readonly authMethod: ClientAuthMethodName | null;
}

/** Of a member that is absent or null (RFC 7592 section 2.2): the same for a new client and a changed one. */
const DEFAULTS: Partial<ClientMetadata> = {
  ...SIGN_IN_DEFAULTS,
  name: null,
  redirectUris: [],
  grantTypes: [GRANT_TYPES.authorizationCode],
  idTokenSignedResponseAlg: 'RS256',
};
const CODE = 'code';
const METHODS: readonly string[] = Object.values(CLIENT_AUTH_METHODS);

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((text) => typeof text === 'string');
const IS: Readonly<Record<WireKind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string' && value !== '',
  list: isTexts,
  flag: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  object: (value) => typeof value === 'object' && !Array.isArray(value),
};

/** @throws OAuthError `invalid_client_metadata` for a member that is not what it should be; unknown ones are ignored. */
export function readMetadata(body: unknown): SelfDescription {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw badMetadata('The body is no JSON object.');
  const wire = body as WireMetadata;
  const fields = WIRE_FIELDS.map((field) => [field.field, read(wire, field)]);
  const metadata = Object.fromEntries(fields) as SelfDescription['metadata'];
  refuseResponseTypes(wire['response_types'], metadata.grantTypes);
  return { metadata, scopes: readScope(wire['scope']), authMethod: readMethod(wire['token_endpoint_auth_method']) };
}

function read(wire: WireMetadata, { wire: name, field, kind, of }: WireField): unknown {
  const value = wire[name] ?? null;
  if (value === null) return DEFAULTS[field];
  if (!IS[kind](value)) throw badMetadata(`${name} is not of the right type.`);
  if (of && !of.includes(value as string)) throw badMetadata(`${name} has to be one of ${of.join(', ')}.`);
  return value;
}

/** `code` is the only response type of this server, and goes with its grant (RFC 7591 section 2.1). */
function refuseResponseTypes(value: unknown, grantTypes: readonly string[]): void {
  if (value === undefined || value === null) return;
  const holds = isTexts(value) && value.every((type) => type === CODE);
  if (!holds) throw badMetadata('response_types has to be ["code"].');
  if (value.length > 0 && !grantTypes.includes(GRANT_TYPES.authorizationCode))
    throw badMetadata(`The response type code needs the grant type ${GRANT_TYPES.authorizationCode}.`);
}

function readScope(value: unknown): string[] | null {
  if (value === undefined || value === null) return null;
  const scopes = typeof value === 'string' ? parseScope(value) : null;
  if (!scopes) throw badMetadata('scope is not of the right form.');
  return scopes;
}

function readMethod(value: unknown): ClientAuthMethodName | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && METHODS.includes(value)) return value as ClientAuthMethodName;
  throw badMetadata(`token_endpoint_auth_method has to be one of ${METHODS.join(', ')}.`);
}

/** A client as it is registered, by the wire names; without any secret. */
export function toWire(client: Client): WireMetadata {
  const fields = WIRE_FIELDS.map(({ wire, field }) => [wire, client[field]] as const);
  const hasCode = client.grantTypes.includes(GRANT_TYPES.authorizationCode);
  return {
    client_id: client.clientId,
    client_id_issued_at: Math.floor(client.createdAt / 1000),
    ...Object.fromEntries(fields.filter(([, value]) => value !== null)),
    response_types: hasCode ? [CODE] : [],
    token_endpoint_auth_method: client.tokenEndpointAuthMethods[0],
    ...(client.scopes.length > 0 && { scope: formatScope(client.scopes) }),
  };
}
