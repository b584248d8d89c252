/** Hosts as `host`, `host:port`, or `*.domain` for whatever lies below a domain; in lower case. */
export type HostPatterns = readonly string[];

const PORT = /:\d+$/;

/** @param host or a pattern, of which all must lie below another one */
export const isAmong = (patterns: HostPatterns, host: string): boolean =>
  patterns.some((pattern) => pattern === host || (pattern.startsWith('*.') && liesBelow(host, pattern.slice(1))));

const liesBelow = (host: string, domain: string): boolean =>
  host.endsWith(domain) || host.replace(PORT, '').endsWith(domain);

/** Those that are not among the others. */
export const strangersTo = (patterns: HostPatterns, hosts: HostPatterns): string[] =>
  hosts.filter((host) => !isAmong(patterns, host));
