import { splitOnce } from '../../kernel/split-once.js';
import type { ScopeEncoding } from '../configs/config.types.js';
import type { HostPatterns } from './host-patterns.js';
import { namesOf, parseTemplate, type Segment, type Variables } from './template.js';
import { TemplateError } from './template-error.js';
import { compileOrigin, type HostRules, type OriginTemplate } from './url-host.js';
import { compileUrlPath } from './url-path.js';
import { compileQuery, type Pair, type QueryParameter, renderQuery } from './url-query.js';

export interface UrlRules extends HostRules {
  /** How parameters of scopes are written; `%20` unless it says otherwise. */
  readonly scopeEncoding?: ScopeEncoding;
}

export interface UrlTemplate {
  readonly names: readonly string[];
  /** Those that are part of the host. */
  readonly hostNames: readonly string[];
  /** Scheme, host and port, with some label in the place of a variable one. */
  readonly sampleOrigin: string;
  /** Those that it may lead to: see {@link OriginTemplate}. */
  hosts(known: Variables): HostPatterns;
  /** `host` or `host:port`. @throws TemplateError `template_missing_value`, `param_invalid` */
  host(variables: Variables): string;
  /** As it was typed. */
  readonly path: string;
  readonly parameters: readonly QueryParameter[];
  /**
   * @param extra parameters that are added where the template lacks them; `state`, `redirect_uri` and `code_challenge…`
   *   replace what it says
   * @throws TemplateError `template_missing_value`, `param_invalid`
   */
  render(variables: Variables, extra?: readonly Pair[]): string;
}

const MAX_LENGTH = 4096;
const ORIGIN_OF_A_VARIABLE = /^\{\{[^}]*\}\}/;
const SCHEME = /^[a-z]+:\/\//i;

/**
 * A URL with placeholders. It is taken apart before values are known, so that each is encoded for the part that it stands
 * in, and only a checked one can take part in the host.
 *
 * @throws TemplateError `invalid_template`
 */
export function compileUrl(text: string, rules: UrlRules): UrlTemplate {
  const typed = text.trim();
  if (typed.length > MAX_LENGTH) throw TemplateError.invalid(`a URL has at most ${MAX_LENGTH} characters`);
  if (typed.includes('#')) throw TemplateError.invalid('a URL to call has no fragment (#)');
  const [base, query] = splitOnce(typed, '?');
  const [originText, pathText] = splitBase(base);
  const origin = compileOrigin(parseTemplate(originText), rules);
  const path = parseTemplate(pathText);
  const parameters = compileQuery(query);
  return {
    names: namesOf([...originNames(origin), ...path, ...parameters.flatMap(({ segments }) => segments)]),
    hostNames: namesOf(originNames(origin)),
    sampleOrigin: origin.sample,
    hosts: (known) => origin.hosts(known),
    host: (variables) => new URL(origin.render(variables)).host,
    path: pathText,
    parameters,
    render: renderer(origin, compileUrlPath(path), parameters, rules.scopeEncoding ?? '%20'),
  };
}

const renderer =
  (
    origin: OriginTemplate,
    path: (variables: Variables) => string,
    parameters: readonly QueryParameter[],
    scopeEncoding: ScopeEncoding,
  ): UrlTemplate['render'] =>
  (variables, extra = []) => {
    const query = renderQuery(parameters, variables, extra, scopeEncoding);
    return `${origin.render(variables)}${path(variables)}${query === '' ? '' : `?${query}`}`;
  };

/** Before the path, and the path: a slash within a placeholder or the scheme does not begin it. */
function splitBase(base: string): [string, string] {
  const scheme = (SCHEME.exec(base) ?? ORIGIN_OF_A_VARIABLE.exec(base))?.[0].length ?? 0;
  const slash = base.indexOf('/', scheme);
  return slash === -1 ? [base, ''] : [base.slice(0, slash), base.slice(slash)];
}

const originNames = ({ placeholder }: OriginTemplate): Segment[] => (placeholder === null ? [] : [placeholder]);
