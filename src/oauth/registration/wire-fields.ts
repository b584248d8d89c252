import {
  APPLICATION_TYPES,
  ASSERTION_ALGORITHMS,
  REQUEST_OBJECT_ALGORITHMS,
  SUBJECT_TYPES,
} from '../../clients/sign-in.types.js';
import type { ClientMetadata } from '../../clients/client.types.js';
import { SIGNING_ALGORITHMS } from '../../kernel/jws.js';

/** What JSON a member is. */
export type WireKind = 'text' | 'list' | 'flag' | 'number' | 'object';

export interface WireField {
  /** RFC 7591 section 2, OpenID Connect Registration section 2, and the registries they opened. */
  readonly wire: string;
  readonly field: keyof ClientMetadata;
  readonly kind: WireKind;
  /** The only texts it may be. */
  readonly of?: readonly string[];
}

const field = (wire: string, name: keyof ClientMetadata, kind: WireKind, of?: readonly string[]): WireField => ({
  wire,
  field: name,
  kind,
  ...(of && { of }),
});

/** The members that are one field of a client each; what needs more than that is in the mapper. */
export const WIRE_FIELDS: readonly WireField[] = [
  field('client_name', 'name', 'text'),
  field('redirect_uris', 'redirectUris', 'list'),
  field('grant_types', 'grantTypes', 'list'),
  field('application_type', 'applicationType', 'text', APPLICATION_TYPES),
  field('contacts', 'contacts', 'list'),
  field('client_uri', 'clientUri', 'text'),
  field('logo_uri', 'logoUri', 'text'),
  field('policy_uri', 'policyUri', 'text'),
  field('tos_uri', 'tosUri', 'text'),
  field('jwks', 'jwks', 'object'),
  field('jwks_uri', 'jwksUri', 'text'),
  field('subject_type', 'subjectType', 'text', SUBJECT_TYPES),
  field('sector_identifier_uri', 'sectorIdentifierUri', 'text'),
  field('id_token_signed_response_alg', 'idTokenSignedResponseAlg', 'text', SIGNING_ALGORITHMS),
  field('userinfo_signed_response_alg', 'userinfoSignedResponseAlg', 'text', SIGNING_ALGORITHMS),
  field('request_object_signing_alg', 'requestObjectSigningAlg', 'text', REQUEST_OBJECT_ALGORITHMS),
  field('request_uris', 'requestUris', 'list'),
  field('token_endpoint_auth_signing_alg', 'tokenEndpointAuthSigningAlg', 'text', ASSERTION_ALGORITHMS),
  field('default_max_age', 'defaultMaxAge', 'number'),
  field('require_auth_time', 'requireAuthTime', 'flag'),
  field('default_acr_values', 'defaultAcrValues', 'list'),
  field('initiate_login_uri', 'initiateLoginUri', 'text'),
  field('post_logout_redirect_uris', 'postLogoutRedirectUris', 'list'),
  field('backchannel_logout_uri', 'backchannelLogoutUri', 'text'),
  field('backchannel_logout_session_required', 'backchannelLogoutSessionRequired', 'flag'),
];

/** The wire name of a field that a rule of client metadata refused: `redirectUris[0]` is `redirect_uris[0]`. */
export function wireNameOf(path: string): string {
  const [, name = path, rest = ''] = /^(\w+)(.*)$/.exec(path) ?? [];
  if (name === 'scopes') return `scope${rest}`;
  if (name === 'tokenEndpointAuthMethods') return `token_endpoint_auth_method${rest}`;
  return `${WIRE_FIELDS.find((known) => known.field === name)?.wire ?? name}${rest}`;
}
