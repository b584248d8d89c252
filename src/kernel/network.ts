import { isIPv6 } from 'node:net';

const GROUPS = 8;
const GROUPS_OF_A_NETWORK = 4;
const MAPPED = ['0', '0', '0', '0', '0', 'ffff'];

/**
 * Who stands behind an address, as far as limits are concerned: an IPv4 address, or the /64 of an IPv6 one, of which a
 * single customer has all 2^64 addresses. Text that is no address stays as it is.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const groups = groupsOf(address);
  if (MAPPED.every((group, index) => groups[index] === group)) return dotted(groups.slice(MAPPED.length));
  return `${groups.slice(0, GROUPS_OF_A_NETWORK).join(':')}::/64`;
}

/** The eight groups in hexadecimal without leading zeros; the URL parser knows every way to write them. */
function groupsOf(address: string): string[] {
  const canonical = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const [before = [], after = []] = canonical.split('::').map((part) => (part === '' ? [] : part.split(':')));
  return [...before, ...Array<string>(GROUPS - before.length - after.length).fill('0'), ...after];
}

const dotted = (groups: readonly string[]): string =>
  groups
    .map((group) => parseInt(group, 16))
    .flatMap((value) => [value >> 8, value & 0xff])
    .join('.');
