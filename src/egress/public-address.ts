import { BlockList, isIP, isIPv4 } from 'node:net';

/** IPv4 blocks that are not somebody's place in the public internet (the IANA registry of special-purpose addresses). */
const SPECIAL_IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** Within 2000::/3: protocol assignments and Teredo, documentation, 6to4. */
const SPECIAL_IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const blocks = (cidrs: readonly string[], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList();
  for (const [net, bits] of cidrs.map((cidr) => cidr.split('/'))) list.addSubnet(net as string, Number(bits), family);
  return list;
};
const special4 = blocks(SPECIAL_IPV4, 'ipv4');
const special6 = blocks(SPECIAL_IPV6, 'ipv6');
const global6 = blocks(['2000::/3'], 'ipv6');

/**
 * Whether an IP address is one of the public internet. IPv6 is taken from its global unicast block alone: addresses that
 * carry an IPv4 one (mapped, translated, 6to4) could lead anywhere.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  if (isIPv4(address)) return !special4.check(address, 'ipv4');
  return global6.check(address, 'ipv6') && !special6.check(address, 'ipv6');
}
