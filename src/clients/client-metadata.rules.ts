import type { FieldError } from '../kernel/domain-error.js';
import { fault, unless } from '../kernel/field-faults.js';
import { looksLikeId } from '../kernel/ids.js';
import { CLIENT_AUTH_METHODS, GRANT_TYPES } from '../protocol/names.js';
import { isScopeToken, isSubset } from '../protocol/scope.js';
import { notBeforeFault } from '../realms/not-before.rules.js';
import { MASTER_REALM } from '../realms/realm.types.js';
import { ADMIN_SCOPE_PREFIX } from '../scopes/scope.types.js';
import { type ClientDraft, duplicates, listFaults, type Rule, type RuleContext } from './metadata-rule.js';
import { redirectUriFault } from './redirect-uri.rules.js';
import { SIGN_IN_RULES } from './sign-in.rules.js';

/** How many entries a list takes. */
export const LIMITS = { grantTypes: 20, scopes: 100, redirectUris: 50, audience: 20, resources: 20 } as const;

/** Ten years, in seconds. */
const MAX_LIFETIME = 315_360_000;
const MAX_NAME = 255;
const CLIENT_ID = /^[\x21-\x7e]{1,128}$/;
const PRINTABLE = /^[\x21-\x7e]{1,255}$/;

const GRANTS: readonly string[] = Object.values(GRANT_TYPES);
/** A grant of one's own goes by an absolute URI (RFC 6749 section 4.5); which of them exist is the token endpoint's to say. */
const isGrantType = (text: string): boolean => GRANTS.includes(text) || (PRINTABLE.test(text) && URL.canParse(text));
const CONFIDENTIAL_METHODS: readonly string[] = Object.values(CLIENT_AUTH_METHODS).filter(
  (method) => method !== CLIENT_AUTH_METHODS.none,
);
/** A client that cannot keep a secret must not be one's own party (RFC 6749 section 4.4), nor handle passwords or other services' tokens. */
const CONFIDENTIAL_GRANTS: readonly string[] = [
  GRANT_TYPES.clientCredentials,
  GRANT_TYPES.password,
  GRANT_TYPES.tokenExchange,
];

const isAdminScope = (scope: string): boolean => scope.startsWith(ADMIN_SCOPE_PREFIX);

const list = (
  field: keyof typeof LIMITS,
  values: readonly string[],
  message: (value: string) => string | null,
): FieldError[] => listFaults(field, values, LIMITS[field], message);

const identity: Rule = ({ clientId, name }) => [
  ...unless(CLIENT_ID.test(clientId), 'clientId', 'has to be 1 to 128 printable ASCII characters without spaces'),
  ...unless(!looksLikeId(clientId), 'clientId', 'must not have the form of a UUID'),
  ...unless((name ?? '').length <= MAX_NAME, 'name', `has more than ${MAX_NAME} characters`),
];

const grantTypes: Rule = (client) =>
  list('grantTypes', client.grantTypes, (grant) => {
    if (!isGrantType(grant)) return 'is not a grant type of this server';
    const refused = client.type === 'public' && CONFIDENTIAL_GRANTS.includes(grant);
    return refused ? 'is not for public clients' : null;
  });

const scopes: Rule = (client) => [
  ...list('scopes', client.scopes, (scope) => {
    if (!isScopeToken(scope)) return 'is not a scope';
    return client.origin === 'realm' && isAdminScope(scope) ? "is not for the realm's own client" : null;
  }),
  ...unless(isSubset(client.defaultScopes, client.scopes), 'defaultScopes', 'has a scope that is not among scopes'),
  ...unless(!duplicates(client.defaultScopes), 'defaultScopes', 'has an entry twice'),
  ...unless(!client.defaultScopes.some(isAdminScope), 'defaultScopes', 'has a scope of the admin API'),
];

const redirects: Rule = ({ redirectUris }) => list('redirectUris', redirectUris, redirectUriFault);

const authentication: Rule = ({ type, tokenEndpointAuthMethods: methods }) => {
  const allowed = type === 'public' ? [CLIENT_AUTH_METHODS.none] : CONFIDENTIAL_METHODS;
  const holds = methods.length > 0 && isSubset(methods, allowed) && !duplicates(methods);
  return unless(holds, 'tokenEndpointAuthMethods', `a ${type} client takes: ${allowed.join(', ')}`);
};

/** RFC 9700 sections 2.1.1 and 2.2.2. */
const publicClient: Rule = ({ type, requirePkce, refreshTokenPolicy }) => [
  ...unless(type !== 'public' || requirePkce, 'requirePkce', 'cannot be false for a public client'),
  ...unless(
    type !== 'public' || refreshTokenPolicy === 'rotate',
    'refreshTokenPolicy',
    'is rotate for a public client',
  ),
];

/** A token that stands in the place of its client's proof is good for one use. */
const unproven: Rule = ({ refreshWithoutAuthentication, refreshTokenPolicy }) =>
  unless(
    !refreshWithoutAuthentication || refreshTokenPolicy === 'rotate',
    'refreshWithoutAuthentication',
    'needs the refreshTokenPolicy rotate',
  );

/** RFC 8707 section 2: a resource is an absolute URI without a fragment. */
const targets: Rule = ({ audience, resources, assertionAudience }) => [
  ...list('audience', audience, (value) =>
    PRINTABLE.test(value) ? null : 'has to be 1 to 255 printable ASCII characters',
  ),
  ...list('resources', resources, (value) =>
    PRINTABLE.test(value) && !value.includes('#') && URL.canParse(value)
      ? null
      : 'is not an absolute URI without a fragment',
  ),
  ...unless(
    assertionAudience === null || PRINTABLE.test(assertionAudience),
    'assertionAudience',
    'is not printable ASCII',
  ),
];

const lifetimes: Rule = (client) =>
  (['accessTokenValiditySeconds', 'refreshTokenValiditySeconds'] as const).flatMap((field) => {
    const seconds = client[field];
    const holds = seconds === null || (Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_LIFETIME);
    return unless(holds, field, `has to be a whole number from 1 to ${MAX_LIFETIME}`);
  });

const notBefore: Rule = ({ notBefore: time }, { now }) => {
  const message = notBeforeFault(time, now);
  return message === null ? [] : [fault('notBefore', message)];
};

const RULES: readonly Rule[] = [
  identity,
  grantTypes,
  scopes,
  redirects,
  authentication,
  publicClient,
  unproven,
  targets,
  lifetimes,
  notBefore,
  ...SIGN_IN_RULES,
];

/**
 * Every field that breaks a rule; whether the scopes exist is for their own service to say.
 */
export function clientFaults(
  realm: { readonly name: string },
  client: ClientDraft,
  context: RuleContext,
): FieldError[] {
  const faults = RULES.flatMap((rule) => rule(client, context));
  const isClosed = realm.name === MASTER_REALM && client.origin === 'realm';
  if (!isClosed) return faults;
  return [
    ...faults,
    ...unless(client.grantTypes.length === 0, 'grantTypes', "stays empty for master's own client"),
    ...unless(client.scopes.length === 0, 'scopes', "stays empty for master's own client"),
  ];
}
