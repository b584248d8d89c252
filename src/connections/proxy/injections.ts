import { PROXY_DEFAULTS, type Injection } from '../configs/config.types.js';
import { compileText } from '../templates/text-template.js';
import type { Variables } from '../templates/template.js';

/** The credential as it goes along with a call. */
export interface Injected {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [name: string, value: string])[];
}

/** @throws TemplateError `template_missing_value`, `param_invalid` */
export function renderInjections(rules: readonly Injection[], variables: Variables): Injected {
  const all = (rules.length > 0 ? rules : PROXY_DEFAULTS.inject).map(
    ({ in: place, name, value }) => [place, name, compileText(value).render(variables)] as const,
  );
  const of = (wanted: Injection['in']): [string, string][] =>
    all.flatMap(([place, name, value]) => (place === wanted ? [[name, value]] : []));
  return { headers: Object.fromEntries(of('header')), query: of('query') };
}

/** Puts parameters into the query, in the place of whatever the caller has called so. */
export function withQuery(url: URL, query: Injected['query']): URL {
  if (query.length === 0) return url;
  const ours = new Set(query.map(([name]) => name));
  const kept = url.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !ours.has(decoded(pair.split('=', 1)[0] as string)));
  const put = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  const changed = new URL(url);
  changed.search = [...kept, ...put].join('&');
  return changed;
}

/** As the API will read it. */
function decoded(name: string): string {
  const [first] = new URLSearchParams(name).keys();
  return first ?? name;
}
