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
    if (url.origin === this.settings.publicUrl) return null;
    return standardPort && portOf(url) !== HTTPS && !this.isNamed(url, hostOf(url)) ? null : url;
  }

  /** What its host means at the moment; none when even one of its addresses may not be called. */
  async addressesOf(url: URL): Promise<readonly LookupAddress[]> {
    const host = hostOf(url);
    const family = isIP(host);
    const addresses = family ? [{ address: host, family }] : await this.resolver.resolve(host);
    if (this.isNamed(url, host)) return addresses;
    return addresses.every(({ address }) => isPublicAddress(address) || this.isNamed(url, address)) ? addresses : [];
  }

  private isNamed(url: URL, host: string): boolean {
    return isNamed(host, portOf(url), this.settings.egressAllow);
  }
}
