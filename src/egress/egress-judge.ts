import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { hostOf, isNamed, outboundUriFault, portOf } from '../protocol/outbound-uri.js';
import { HostResolver } from './host-resolver.js';
import { isPublicAddress } from './public-address.js';

const HTTPS = '443';

/** Where this server may call. */
@Injectable()
export class EgressJudge {
  constructor(
    private readonly resolver: HostResolver,
    private readonly settings: Settings,
  ) {}

  /** Null for an address that is refused as it stands: its own origin too, for a call to itself could go round for ever. */
  urlOf(address: string, standardPort: boolean): URL | null {
    if (outboundUriFault(address, this.settings.egressAllow) !== null) return null;
    const url = new URL(address);
    if (this.isOwn(url)) return null;
    return standardPort && portOf(url) !== HTTPS && !this.isNamed(url, hostOf(url)) ? null : url;
  }

  /** Why it would never be called, for whoever saves it; null where only what its name means is left to judge. */
  faultOf(address: string): string | null {
    const fault = outboundUriFault(address, this.settings.egressAllow);
    if (fault !== null) return fault;
    const url = new URL(address);
    if (this.isOwn(url)) return 'leads back to this server';
    const host = hostOf(url);
    if (this.isNamed(url, host)) return null;
    if (portOf(url) !== HTTPS) return 'has another port than 443';
    return isIP(host) === 0 || isPublicAddress(host) ? null : 'is not an address of the public internet';
  }

  /** What its host means at the moment; none when even one of its addresses may not be called. */
  async addressesOf(url: URL): Promise<readonly LookupAddress[]> {
    const host = hostOf(url);
    const family = isIP(host);
    const addresses = family ? [{ address: host, family }] : await this.resolver.resolve(host);
    if (this.isNamed(url, host)) return addresses;
    return addresses.every(({ address }) => isPublicAddress(address) || this.isNamed(url, address)) ? addresses : [];
  }

  /** A name that ends with a dot is the same name. */
  private isOwn({ origin }: URL): boolean {
    return origin.replace(/\.(?=$|:\d+$)/, '') === this.settings.publicUrl;
  }

  private isNamed(url: URL, host: string): boolean {
    return isNamed(host, portOf(url), this.settings.egressAllow);
  }
}
