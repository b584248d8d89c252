import { BlockList, isIP } from 'node:net';

const MAX_LENGTH = 2048;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

/** Without the brackets that an IPv6 address has in a URL. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');

/** Also where the URL leaves it out. */
export const portOf = (url: URL): string => url.port || (DEFAULT_PORTS[url.protocol] ?? '');

/**
 * Whether a list of settings names a host, by name or by address, at a port. Entries are `host`, `address` or `CIDR`, what is
 * of IPv6 in brackets, and end with `:port` where they are for that port alone.
 */
export const isNamed = (host: string, port: string, entries: readonly string[]): boolean =>
  entries.some((entry) => {
    const [, bracketed, plain, only] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(entry) ?? [];
    return (only === undefined || only === port) && covers(bracketed ?? plain ?? '', host);
  });

function covers(named: string, host: string): boolean {
  if (named === host) return true;
  const [net = '', bits] = named.split('/');
  const family = isIP(net);
  if (family === 0 || isIP(host) !== family) return false;
  const block = new BlockList();
  const type = family === 4 ? 'ipv4' : 'ipv6';
  block.addSubnet(net, bits === undefined ? (family === 4 ? 32 : 128) : Number(bits), type);
  return block.check(host, type);
}

/**
 * Why this server would never call an address; null for one that it may try. Only https (requirement 67), but for hosts
 * that the operator has named; what a name resolves to is judged when it is called.
 *
 * @param allowed entries of {@link isNamed}
 */
export function outboundUriFault(uri: string, allowed: readonly string[]): string | null {
  if (uri.length > MAX_LENGTH) return `has more than ${MAX_LENGTH} characters`;
  if (!/^[\x21-\x7e]+$/.test(uri) || !/^https?:\/\//.test(uri) || !URL.canParse(uri)) return 'is not an https URI';
  const url = new URL(uri);
  if (url.username !== '' || url.password !== '') return 'has user information';
  return url.protocol === 'https:' || isNamed(hostOf(url), portOf(url), allowed) ? null : 'is not an https URI';
}
