import { finding, type LintRule } from './lint.types.js';
import { presetFor } from './lint-presets.js';
import { jsonOf, literalKeys, urlOf } from './lint-texts.js';

const CLIENT_ID = 'client_id';
const SECRET_KEY = /secret|password|passphrase|private_?key|api_?key/i;

/** RFC 6749 section 4.1.3 has the form. */
export const bodyIsAForm: LintRule = (subject, context) =>
  subject.definition.bodyFormat === 'json' && presetFor(subject, context)?.definition.bodyFormat !== 'json'
    ? [finding('warning', 'body_json_not_form', 'bodyFormat', 'RFC 6749 asks for a form; some providers refuse JSON')]
    : [];

export const pkceIsOn: LintRule = (subject, context) =>
  subject.definition.pkce === 'off' && presetFor(subject, context)?.definition.pkce !== 'off'
    ? [finding('warning', 'pkce_off', 'pkce', 'S256 keeps a stolen code useless; try it, most providers take it')]
    : [];

/** Nobody can tell beforehand whether the answer will say `expires_in`; of a provider with a preset it is known. */
export const lifetimeIsKnown: LintRule = (subject, context) => {
  const { strategy, defaultTtlSeconds } = subject.definition.expiry;
  const isKnown = strategy !== 'response' || defaultTtlSeconds !== undefined || presetFor(subject, context) !== null;
  if (isKnown) return [];
  const message = 'where the answer says no lifetime, the token is refreshed only once it is rejected';
  return [finding('warning', 'no_expiry_rule', 'expiry', message)];
};

/** Whoever connects would meet a request that cannot be made. */
export const clientIsKnown: LintRule = ({ definition, settings }) => {
  const inLink = (urlOf(definition.linkUrl, definition)?.parameters ?? []).some(({ name }) => name === CLIENT_ID);
  const isKnown = definition.clientId !== null || inLink || settings.some(({ name }) => name === CLIENT_ID);
  if (isKnown) return [];
  const message = 'nothing says who you are at the provider: enter clientId and clientSecret, or make such settings';
  return [finding('warning', 'no_client_id', 'clientId', message)];
};

export const accountIsSeen: LintRule = ({ definition }) =>
  definition.testRequest === null && definition.grantType === 'authorization_code'
    ? [finding('warning', 'no_test_request', 'testRequest', 'without it, nobody sees which account was connected')]
    : [];

/** Where no answer names scopes, all that were asked for are taken to be granted (RFC 6749 section 5.1). */
export const requiredScopesAreSeen: LintRule = ({ definition: { requiredScopes, paths } }) =>
  requiredScopes.length > 0 && paths.scope === null
    ? [
        finding(
          'warning',
          'required_scopes_unseen',
          'requiredScopes',
          'without paths.scope nobody sees what was granted',
        ),
      ]
    : [];

/** A secret belongs into `clientSecret` or a setting, where it is sealed and can be exchanged by itself. */
export const secretsAreNotTyped: LintRule = ({ definition }) => {
  const { tokenBody, refreshBody, revoke, introspect, testRequest } = definition;
  const bodies = {
    'tokenBody': tokenBody,
    'refreshBody': refreshBody,
    'revoke.body': revoke?.body ?? null,
    'introspect.body': introspect?.body ?? null,
    'testRequest.body': testRequest?.body ?? null,
  };
  return Object.entries(bodies).flatMap(([field, text]) =>
    literalKeys(jsonOf(text)?.root)
      .filter((key) => SECRET_KEY.test(key))
      .map((key) =>
        finding('warning', 'literal_secret_in_body', field, `"${key}" is written out; put {{${key}}} in its place`),
      ),
  );
};
