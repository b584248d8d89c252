import { isPlaceholder } from '../templates/template.js';
import type { QueryParameter } from '../templates/url-query.js';
import { finding, type LintRule } from './lint.types.js';
import { templateTexts, urlOf } from './lint-texts.js';

const MADE_FOR_EACH_ATTEMPT = ['state', 'code_challenge'];

/** Judged by what is literal; a name is resolved, and judged again, when it is called. */
export const urlsMayBeCalled: LintRule = ({ definition }, { urlFault }) =>
  templateTexts(definition)
    .filter(({ kind }) => kind === 'url')
    .flatMap(({ field, text }) => {
      const origin = urlOf(text, definition)?.sampleOrigin;
      const fault = origin === undefined ? null : urlFault(`${origin}/`);
      return fault === null ? [] : [finding('error', 'url_not_allowed', field, fault)];
    });

/** RFC 6749 section 2.3.1: a client secret is never part of a URL. */
export const linkHoldsNoSecret: LintRule = ({ definition }) =>
  (urlOf(definition.linkUrl, definition)?.parameters ?? []).some(({ name }) => name === 'client_secret')
    ? [finding('error', 'secret_in_link', 'linkUrl', 'a browser would see the client_secret that is part of the link')]
    : [];

export const linkFixesNothing: LintRule = ({ definition }) =>
  (urlOf(definition.linkUrl, definition)?.parameters ?? [])
    .filter((parameter) => MADE_FOR_EACH_ATTEMPT.includes(parameter.name) && !isVariable(parameter))
    .map(({ name }) =>
      finding('error', 'fixed_flow_parameter', 'linkUrl', `"${name}" is made anew for each attempt; leave it out`),
    );

const isVariable = ({ name, segments }: QueryParameter): boolean => {
  const [only] = segments;
  return segments.length === 1 && only !== undefined && isPlaceholder(only) && only.name === name;
};

/** Whoever may set the host of the proxy is handed the tokens that go there. */
export const proxyHostIsNotTheUsers: LintRule = ({ definition, settings }) => {
  const usersOwn = settings.filter(({ level }) => level === 'user').map(({ name }) => name);
  const names = urlOf(definition.proxy?.baseUrl ?? null, definition)?.hostNames ?? [];
  return names.some((name) => usersOwn.includes(name.replace(/^settings\./, '')))
    ? [
        finding(
          'error',
          'proxy_host_from_user',
          'proxy.baseUrl',
          'a setting of users cannot name the host of the proxy',
        ),
      ]
    : [];
};

export const refreshStaysAtTheTokenHost: LintRule = ({ definition }) => {
  const refresh = urlOf(definition.refreshUrl, definition)?.sampleOrigin;
  const token = urlOf(definition.tokenUrl, definition)?.sampleOrigin;
  return refresh === undefined || token === undefined || refresh === token
    ? []
    : [finding('warning', 'refresh_host_differs', 'refreshUrl', 'refresh tokens go to another host than codes')];
};

export const logoIsAPicture: LintRule = ({ logoUrl }) =>
  /\.svgz?(?:$|[?#])/i.test(logoUrl ?? '')
    ? [
        finding(
          'warning',
          'logo_is_svg',
          'logoUrl',
          'SVG can hold scripts and is not shown; PNG, JPEG, WebP and GIF are',
        ),
      ]
    : [];
