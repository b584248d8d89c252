import type { ConnectionConfig, RequestTemplate } from '../configs/config.types.js';
import { encodeBody } from '../templates/body-encoding.js';
import { sentTo } from '../templates/bound-variables.js';
import { compileJson } from '../templates/json-template.js';
import { compileText } from '../templates/text-template.js';
import type { Variables } from '../templates/template.js';
import { compileUrl } from '../templates/url-template.js';
import { basicOf, clientFields } from './client-proof.js';

/** A request to a provider, ready to be sent. */
export interface ProviderRequest {
  readonly method: string;
  readonly url: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

type GrantRequest = 'authorization_code' | 'refresh_token' | 'client_credentials';
type Fields = Readonly<Record<string, unknown>>;

/**
 * A request for tokens (RFC 6749 sections 4.1.3, 4.4.2 and 6), or what the config makes of it.
 *
 * @throws TemplateError
 */
export function tokenRequest(config: ConnectionConfig, grant: GrantRequest, variables: Variables): ProviderRequest {
  const url = compileUrl((grant === 'refresh_token' ? config.refreshUrl : null) ?? config.tokenUrl, config);
  const known = sentTo(variables, url.host(variables));
  const fields = fieldsOf(config, grant, known);
  const headers = { accept: 'application/json', ...proofOf(config, known), ...texts(config.tokenHeaders, known) };
  if (config.tokenMethod === 'GET') {
    const pairs = Object.entries(fields).map(([name, value]) => [name, String(value)] as const);
    return { method: 'GET', url: url.render(known, pairs), headers };
  }
  const { body, contentType } = encodeBody(fields, config.bodyFormat);
  return { method: 'POST', url: url.render(known), headers: { ...headers, 'content-type': contentType }, body };
}

/**
 * What the config says of another request. Unless the template speaks of the client's secret itself, the client proves
 * itself by Basic where it has to (RFC 7009 section 2.1, RFC 7662 section 2.1).
 *
 * @throws TemplateError
 */
export function clientRequest(
  config: ConnectionConfig,
  template: RequestTemplate,
  variables: Variables,
): ProviderRequest {
  const { known, ...request } = render(config, template, variables);
  const says = request.names.includes('client_secret') || 'authorization' in request.headers;
  const basic = says || config.clientAuth === 'none' ? null : basicOf(config.clientAuth, known);
  return basic === null ? request : { ...request, headers: { ...request.headers, authorization: basic } };
}

/**
 * A request in the name of the account. Unless the template speaks of the token itself, it goes with it as RFC 6750 has it.
 *
 * @throws TemplateError
 */
export function accountRequest(
  config: ConnectionConfig,
  template: RequestTemplate,
  variables: Variables,
): ProviderRequest {
  const { known, ...request } = render(config, template, variables);
  const { accessTokenSetting } = config;
  const says = request.names.some((name) => name === 'access_token' || name === accessTokenSetting);
  if (says || 'authorization' in request.headers) return request;
  const authorization = compileText('Bearer {{access_token}}').render(known);
  return { ...request, headers: { ...request.headers, authorization } };
}

function fieldsOf(config: ConnectionConfig, grant: GrantRequest, variables: Variables): Fields {
  const template = grant === 'refresh_token' ? config.refreshBody : config.tokenBody;
  const body = template === null ? standard(config, grant, variables) : compileJson(template).render(variables);
  const verifier = grant === 'authorization_code' ? variables.get('code_verifier') : undefined;
  return verifier === undefined || 'code_verifier' in body ? body : { ...body, code_verifier: verifier };
}

function standard(config: ConnectionConfig, grant: GrantRequest, variables: Variables): Fields {
  const proof = clientFields(config.clientAuth, variables);
  if (grant === 'refresh_token') return { grant_type: grant, ...named(variables, 'refresh_token'), ...proof };
  if (grant === 'client_credentials') {
    const scope = variables.get('scope');
    return { grant_type: grant, ...(scope && { scope }), ...proof };
  }
  return { grant_type: grant, ...named(variables, 'code'), ...named(variables, 'redirect_uri'), ...proof };
}

const named = (variables: Variables, name: string): Fields => ({
  [name]: compileText(`{{${name}}}`).render(variables),
});

function proofOf({ clientAuth }: ConnectionConfig, variables: Variables): Record<string, string> {
  const basic = clientAuth.startsWith('basic') ? basicOf(clientAuth, variables) : null;
  return basic === null ? {} : { authorization: basic };
}

function render(config: ConnectionConfig, template: RequestTemplate, variables: Variables) {
  const url = compileUrl(template.url, config);
  const known = sentTo(variables, url.host(variables));
  const headers = { accept: 'application/json', ...texts(template.headers, known) };
  const rendered = { known, method: template.method.toUpperCase(), url: url.render(known) };
  if (template.body === null) return { ...rendered, headers, names: namesIn(template, url.names) };
  const json = compileJson(template.body);
  const { body, contentType } = encodeBody(json.render(known), template.bodyFormat);
  const names = namesIn(template, [...url.names, ...json.names]);
  return { ...rendered, headers: { 'content-type': contentType, ...headers }, body, names };
}

const namesIn = ({ headers }: RequestTemplate, others: readonly string[]): string[] => [
  ...others,
  ...Object.values(headers).flatMap((text) => compileText(text).names),
];

const texts = (headers: Readonly<Record<string, string>>, variables: Variables): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, text]) => [name.toLowerCase(), compileText(text).render(variables)]),
  );
