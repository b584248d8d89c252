import type { FieldError } from '../kernel/domain-error.js';
import { fault, unless } from '../kernel/field-faults.js';
import { CLIENT_AUTH_METHODS } from '../protocol/names.js';
import { outboundUriFault } from '../protocol/outbound-uri.js';
import { jwksFault } from './client-jwks.rules.js';
import { listFaults, type Rule } from './metadata-rule.js';
import { redirectUriFault } from './redirect-uri.rules.js';

/** Ten years, in seconds. */
const MAX_AGE = 315_360_000;
const MAX_URIS = 50;
const MAX_CONTACTS = 10;
const MAX_ACR_VALUES = 20;
const SHORT_TEXT = /^[\x20-\x7e]{1,255}$/;

/** Shown as links or sent to a browser: https alone (requirement 68). */
const PAGES = ['initiateLoginUri', 'clientUri', 'policyUri', 'tosUri'] as const;
/** Called by the server: through its one door out (requirement 67). */
const CALLED = ['sectorIdentifierUri', 'jwksUri', 'logoUri', 'backchannelLogoutUri'] as const;

const optionalFault = (field: string, value: string | null, allowed: readonly string[]): FieldError[] => {
  const message = value === null ? null : outboundUriFault(value, allowed);
  return message === null ? [] : [fault(field, message)];
};

const pages: Rule = (client) => PAGES.flatMap((field) => optionalFault(field, client[field], []));

const called: Rule = (client, { egressAllow }) => [
  ...CALLED.flatMap((field) => optionalFault(field, client[field], egressAllow)),
  ...listFaults('requestUris', client.requestUris, MAX_URIS, (uri) => outboundUriFault(uri, egressAllow)),
];

/** OpenID Connect RP-Initiated Logout section 3.1, Back-Channel Logout section 2.2. */
const logout: Rule = ({ postLogoutRedirectUris, backchannelLogoutUri }) => [
  ...listFaults('postLogoutRedirectUris', postLogoutRedirectUris, MAX_URIS, redirectUriFault),
  ...unless(!backchannelLogoutUri?.includes('#'), 'backchannelLogoutUri', 'has a fragment'),
];

/** OpenID Connect Core section 8.1: users appear alike on hosts of one sector alone. */
const subjects: Rule = ({ subjectType, sectorIdentifierUri, redirectUris }) => {
  const hosts = new Set(redirectUris.filter((uri) => URL.canParse(uri)).map((uri) => new URL(uri).host));
  const holds = subjectType === 'public' || sectorIdentifierUri !== null || hosts.size <= 1;
  return unless(holds, 'sectorIdentifierUri', 'is needed for pairwise subjects and redirect URIs of several hosts');
};

/** RFC 7591 section 2: keys by value or by reference, never both; RFC 7523 section 3 needs one of them. */
const keys: Rule = ({ jwks, jwksUri, tokenEndpointAuthMethods }) => {
  const message = jwks === null ? null : jwksFault(jwks);
  const needed = tokenEndpointAuthMethods.includes(CLIENT_AUTH_METHODS.privateKeyJwt);
  return [
    ...(message === null ? [] : [fault('jwks', message)]),
    ...unless(jwks === null || jwksUri === null, 'jwksUri', 'cannot stand beside jwks'),
    ...unless(!needed || jwks !== null || jwksUri !== null, 'jwks', 'is needed, or jwksUri, for private_key_jwt'),
  ];
};

/** HS256 is made with the secret, every other algorithm with a key of the client's own. */
const assertions: Rule = ({ tokenEndpointAuthSigningAlg: algorithm, tokenEndpointAuthMethods: methods }) => {
  if (algorithm === null) return [];
  const method = algorithm === 'HS256' ? CLIENT_AUTH_METHODS.secretJwt : CLIENT_AUTH_METHODS.privateKeyJwt;
  return unless(methods.includes(method), 'tokenEndpointAuthSigningAlg', `is for ${method}`);
};

/** Unsigned request objects are as good as parameters that anybody may set: no administrator is offered them. */
const requestObjects: Rule = ({ requestObjectSigningAlg, origin }) =>
  unless(
    requestObjectSigningAlg !== 'none' || origin === 'registration',
    'requestObjectSigningAlg',
    'cannot be none for this client',
  );

const texts: Rule = ({ contacts, defaultAcrValues, defaultMaxAge }) => [
  ...listFaults('contacts', contacts, MAX_CONTACTS, (text) =>
    SHORT_TEXT.test(text) ? null : 'has to be 1 to 255 printable characters',
  ),
  ...listFaults('defaultAcrValues', defaultAcrValues, MAX_ACR_VALUES, (text) =>
    /^[\x21-\x7e]{1,255}$/.test(text) ? null : 'has to be 1 to 255 printable characters without spaces',
  ),
  ...unless(
    defaultMaxAge === null || (Number.isInteger(defaultMaxAge) && defaultMaxAge >= 0 && defaultMaxAge <= MAX_AGE),
    'defaultMaxAge',
    `has to be a whole number from 0 to ${MAX_AGE}`,
  ),
];

/** The rules of what a client says of how users sign in to it. */
export const SIGN_IN_RULES: readonly Rule[] = [
  pages,
  called,
  logout,
  subjects,
  keys,
  assertions,
  requestObjects,
  texts,
];
