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

/** Whoever may set the host of a request is handed the tokens and secrets that go there. The link carries none. */
export const hostsAreNotTheUsers: LintRule = ({ definition, settings }) => {
  const usersOwn = settings.filter(({ level }) => level === 'user').map(({ name }) => name);
  const isTheUsers = (name: string): boolean => usersOwn.includes(name.replace(/^settings\./, ''));
  return templateTexts(definition)
    .filter(({ kind, place }) => kind === 'url' && place !== 'link')
    .filter(({ text }) => (urlOf(text, definition)?.hostNames ?? []).some(isTheUsers))
    .map(({ field }) => finding('error', 'host_from_user', field, 'a setting of users cannot be part of this host'));
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
