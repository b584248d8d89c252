import type { ParamRule } from '../configs/config.types.js';
import { compilePattern } from './param-pattern.js';
import type { HostPatterns } from './host-patterns.js';
import { isPlaceholder, type Placeholder, type Segment, valueOf, type Variables } from './template.js';
import { TemplateError } from './template-error.js';

/** What a host made of variables is checked against. */
export interface HostRules {
  /** Domains below which a host that is wholly a variable must lie. */
  readonly allowedHostSuffixes: readonly string[];
  readonly params: readonly ParamRule[];
}

/** Scheme, host and port of a URL template, without the slash behind them. */
export interface OriginTemplate {
  /** Null where no variable is part of it. */
  readonly placeholder: Placeholder | null;
  /** A literal one of its kind, for what has to be judged before values are known. */
  readonly sample: string;
  /** @throws TemplateError `template_missing_value`, `param_invalid` */
  render(variables: Variables): string;
  /**
   * Hosts that it may lead to. What somebody says who connects, or a provider answers, may be whatever the rules allow;
   * anything else is what it is now, and nothing where it has no value.
   */
  hosts(known: Variables): HostPatterns;
}

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
/** Behind a variable label: at least two more, so that nobody can name a domain of his own. */
const SUFFIX = /^(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?){2,}(?::\d{1,5})?$/i;
const AUTHORITY = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
const PARAMS = 'params.';
/** Of one connection, and not of the config. */
const OF_A_CONNECTION = /^(?:params|meta)\./;
const SAMPLE_LABEL = 'name';

/**
 * `https://host`, `https://{{params.subdomain}}.example.com`, or a variable that is a whole host (`https://{{params.host}}`)
 * or origin (`{{meta.instance_url}}`) below one of the allowed domains.
 *
 * @param origin the text before the path
 * @throws TemplateError `invalid_template`
 */
export function compileOrigin(origin: readonly Segment[], rules: HostRules): OriginTemplate {
  const [first, second] = origin;
  if (origin.length === 1 && first !== undefined && isPlaceholder(first)) return wholeHost('', first, rules);
  const scheme = typeof first === 'string' ? /^https?:\/\//i.exec(first)?.[0] : undefined;
  if (scheme === undefined) throw TemplateError.invalid('a URL begins with https://');
  if (second === undefined) return literalOrigin(scheme, (first as string).slice(scheme.length));
  return variableOrigin(scheme, origin, rules);
}

/** The placeholder has to follow the scheme, and only the rest of the domain may follow it. */
function variableOrigin(scheme: string, origin: readonly Segment[], rules: HostRules): OriginTemplate {
  const [before, placeholder, suffix = null, ...more] = origin;
  if (before !== scheme || placeholder === undefined || !isPlaceholder(placeholder) || more.length > 0)
    throw freeHost(origin);
  if (suffix === null) return wholeHost(scheme, placeholder, rules);
  if (isPlaceholder(suffix)) throw freeHost(origin);
  return label(scheme, placeholder, suffix, rules);
}

function literalOrigin(scheme: string, authority: string): OriginTemplate {
  if (!AUTHORITY.test(authority) || !URL.canParse(`${scheme}${authority}`))
    throw TemplateError.invalid('the host is not written plainly: host or host:port');
  const { origin, host } = new URL(`${scheme}${authority}`);
  return { placeholder: null, sample: origin, render: () => origin, hosts: () => [host] };
}

function label(scheme: string, placeholder: Placeholder, suffix: string, rules: HostRules): OriginTemplate {
  if (!SUFFIX.test(suffix)) throw freeHost([placeholder]);
  const fits = fitOf(placeholder, rules);
  const sample = `${scheme}${SAMPLE_LABEL}${suffix}`;
  const render = (variables: Variables): string => {
    const value = valueOf(placeholder, variables);
    if (!LABEL.test(value) || !fits(value)) throw unfit(placeholder);
    return checked(
      `${scheme}${value}${suffix}`,
      placeholder,
      (host) => host === `${value}${plain(suffix)}`.toLowerCase(),
    );
  };
  const any = (): string[] => [`*${new URL(sample).host.slice(SAMPLE_LABEL.length)}`];
  return { placeholder, sample, render, hosts: hostsBy(placeholder, render, any) };
}

function wholeHost(scheme: string, placeholder: Placeholder, rules: HostRules): OriginTemplate {
  const suffixes = rules.allowedHostSuffixes.map((suffix) => suffix.replace(/^\./, '').toLowerCase());
  if (suffixes.length === 0)
    throw TemplateError.invalid('a host that is a variable needs allowedHostSuffixes', placeholder.position);
  const fits = fitOf(placeholder, rules);
  const render = (variables: Variables): string => {
    const value = valueOf(placeholder, variables);
    if (!fits(value)) throw unfit(placeholder);
    return checked(`${scheme}${value}`, placeholder, (host) => isBelow(host, suffixes));
  };
  const any = (): string[] => suffixes.flatMap((suffix) => [suffix, `*.${suffix}`]);
  return {
    placeholder,
    sample: `${scheme === '' ? 'https://' : scheme}${SAMPLE_LABEL}.${suffixes[0]}`,
    render,
    hosts: hostsBy(placeholder, render, any),
  };
}

const hostsBy =
  ({ name }: Placeholder, render: (variables: Variables) => string, any: () => string[]): OriginTemplate['hosts'] =>
  (known) => {
    if (OF_A_CONNECTION.test(name)) return any();
    try {
      return [new URL(render(known)).host];
    } catch (error) {
      if (error instanceof TemplateError) return [];
      throw error;
    }
  };

const isBelow = (host: string, suffixes: readonly string[]): boolean =>
  suffixes.some((suffix) => host === suffix || host.endsWith(`.${suffix}`));

/** The host once more, as the URL parser understands it: what was checked is what will be called. */
function checked(text: string, placeholder: Placeholder, holds: (host: string) => boolean): string {
  const bare = text.replace(/\/$/, '');
  const authority = /^https?:\/\/([^/?#\\@]+)$/i.exec(bare)?.[1];
  if (authority === undefined || !AUTHORITY.test(authority) || !URL.canParse(bare)) throw unfit(placeholder);
  const url = new URL(bare);
  if (!holds(url.hostname)) throw unfit(placeholder);
  return url.origin;
}

const plain = (suffix: string): string => suffix.replace(/:\d+$/, '');

/** The rule of a parameter; other variables have theirs elsewhere. */
function fitOf({ name, position }: Placeholder, { params }: HostRules): (value: string) => boolean {
  if (!name.startsWith(PARAMS)) return () => true;
  const rule = params.find((param) => param.name === name.slice(PARAMS.length));
  if (rule === undefined)
    throw TemplateError.invalid(`"${name}" is part of a host and has no rule in params`, position);
  return compilePattern(rule.pattern);
}

const freeHost = (segments: readonly Segment[]): TemplateError =>
  TemplateError.invalid(
    'a placeholder in a host is its whole first label, in front of a literal domain: https://{{params.subdomain}}.example.com',
    segments.find(isPlaceholder)?.position,
  );

const unfit = ({ name }: Placeholder): TemplateError =>
  new TemplateError('param_invalid', `the value of "${name}" makes no host that is allowed here`);
