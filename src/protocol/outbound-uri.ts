const MAX_LENGTH = 2048;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

/** Host and port as lists of settings name them: `host:port`, an IPv6 address in brackets. */
export const authorityOf = (url: URL): string => `${url.hostname}:${url.port || DEFAULT_PORTS[url.protocol]}`;

/**
 * Why this server would never call an address; null for one that it may try. Only https (requirement 67), but for hosts
 * that the operator has named; what a name resolves to is judged when it is called.
 *
 * @param allowed `host:port` each
 */
export function outboundUriFault(uri: string, allowed: readonly string[]): string | null {
  if (uri.length > MAX_LENGTH) return `has more than ${MAX_LENGTH} characters`;
  if (!/^[\x21-\x7e]+$/.test(uri) || !/^https?:\/\//.test(uri) || !URL.canParse(uri)) return 'is not an https URI';
  const url = new URL(uri);
  if (url.username !== '' || url.password !== '') return 'has user information';
  return url.protocol === 'https:' || allowed.includes(authorityOf(url)) ? null : 'is not an https URI';
}
