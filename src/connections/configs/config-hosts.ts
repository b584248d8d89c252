import type { ConfigDefinition, ConnectionConfig } from './config.types.js';

const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i;

const authorityOf = (url: string): string => lowered(AUTHORITY.exec(url)?.[1] ?? url);

/** Hosts have no case, but the names of variables have. */
const lowered = (authority: string): string =>
  authority.replace(/\{\{.*?\}\}|[^{]+/g, (part) => (part.startsWith('{{') ? part : part.toLowerCase()));

type Hosts = Omit<ConfigDefinition, 'clientId'>;

/** What is called with secrets and tokens: URLs as they are written. */
export const calledUrls = ({ tokenUrl, refreshUrl, revoke, introspect, testRequest, proxy }: Hosts): string[] =>
  [tokenUrl, refreshUrl, revoke?.url, introspect?.url, testRequest?.url, proxy?.baseUrl].filter(
    (url): url is string => typeof url === 'string',
  );

/** Where tokens of a config's connections may be sent: hosts as they are written, and the domains that variables may name. */
function hostsOf(definition: Hosts): string[] {
  const { proxy, allowedHostSuffixes } = definition;
  const named = calledUrls(definition).map(authorityOf);
  const others = (proxy?.allowedHosts ?? []).map((host) => host.toLowerCase());
  return [...named, ...others, ...allowedHostSuffixes.map((suffix) => `*.${suffix}`)];
}

/** Whom people and tokens meet by a config, each once. */
export const hostsMet = (definition: Hosts): string[] => {
  const { linkUrl } = definition;
  return [...new Set([...(linkUrl === '' ? [] : [authorityOf(linkUrl)]), ...hostsOf(definition)])];
};

/** Hosts that would be told of tokens for the first time. */
export const newHosts = (before: ConfigDefinition, after: ConfigDefinition): string[] => {
  const known = hostsOf(before);
  return [...new Set(hostsOf(after))].filter((host) => !known.includes(host));
};

/** Whether connections go by a later version: not where another client speaks, nor where hosts are new. */
export const mayFollow = (before: ConnectionConfig, after: ConnectionConfig): boolean =>
  before.clientId === after.clientId && newHosts(before, after).length === 0;
