import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Injectable, Logger } from '@nestjs/common';
import { Agent, request as call, type Dispatcher } from 'undici';
import { Settings } from '../config/settings.js';
import { authorityOf, outboundUriFault } from '../protocol/outbound-uri.js';
import { EgressError, type EgressFault, type EgressRequest, type EgressResponse } from './egress.types.js';
import { HostResolver } from './host-resolver.js';
import { isPublicAddress } from './public-address.js';

const MAX_BYTES = 64 * 1024;
const TIMEOUT_MS = 5000;
/** Calls that one process has under way at most: addresses are named by strangers. */
const MAX_AT_ONCE = 64;

/**
 * The one door out (requirement 67). Only https, only to public addresses, but for what `EGRESS_ALLOW` names. The name is
 * resolved once, every address of it is judged, and the connection goes to one of those: no second look-up could lead
 * elsewhere. Redirects are answers like others, and are not followed. Answers are bounded in size and time.
 */
@Injectable()
export class Egress {
  private readonly logger = new Logger(Egress.name);
  private underWay = 0;

  constructor(
    private readonly resolver: HostResolver,
    private readonly settings: Settings,
  ) {}

  /** @throws EgressError when there is no answer, or none that may be taken. */
  async fetch(address: string, request: EgressRequest): Promise<EgressResponse> {
    if (this.underWay >= MAX_AT_ONCE) throw this.failure('busy', address, request);
    this.underWay++;
    try {
      return await this.send(address, request);
    } catch (error) {
      throw error instanceof EgressError ? error : this.failure('unreachable', address, request, error);
    } finally {
      this.underWay--;
    }
  }

  private async send(address: string, request: EgressRequest): Promise<EgressResponse> {
    if (outboundUriFault(address, this.settings.egressAllow) !== null) throw this.failure('refused', address, request);
    const url = new URL(address);
    const signal = AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS);
    try {
      const addresses = await beforeAbort(this.addressesOf(url), signal);
      if (addresses.length === 0) throw this.failure('refused', address, request);
      return await this.exchange(url, addresses, { ...request, signal });
    } catch (error) {
      throw signal.aborted ? this.failure('too_slow', address, request, error) : error;
    }
  }

  /** Where the host may be called; none when even one of its addresses is not public. */
  private async addressesOf(url: URL): Promise<readonly LookupAddress[]> {
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const family = isIP(host);
    const addresses = family ? [{ address: host, family }] : await this.resolver.resolve(host);
    if (this.settings.egressAllow.includes(authorityOf(url))) return addresses;
    return addresses.every(({ address }) => isPublicAddress(address)) ? addresses : [];
  }

  private async exchange(
    url: URL,
    addresses: readonly LookupAddress[],
    { signal, ...request }: EgressRequest & { signal: AbortSignal },
  ): Promise<EgressResponse> {
    const { method = 'GET', headers, body, maxBytes = MAX_BYTES } = request;
    const dispatcher = new Agent({ connect: { lookup: pinned(addresses) }, pipelining: 0 });
    try {
      const sent = { 'user-agent': 'realmgate', 'accept-encoding': 'identity', ...headers };
      const response = await call(url, { dispatcher, method, headers: sent, body, signal });
      const bytes = await readAtMost(response, maxBytes);
      if (!bytes) throw this.failure('too_large', url.href, request);
      return { status: response.statusCode, headers: flat(response.headers), body: bytes };
    } finally {
      await dispatcher.destroy();
    }
  }

  /** The host is for the log alone, and of the address nothing but the host: the rest may hold what is secret. */
  private failure(fault: EgressFault, address: string, { purpose }: EgressRequest, cause?: unknown): EgressError {
    const host = URL.canParse(address) ? new URL(address).host : 'no host';
    this.logger.warn(`A call out for ${purpose} came to nothing (${fault}, ${host})`);
    return new EgressError(fault, cause);
  }
}

/** Connects to the addresses that were judged, whatever the name means by then. */
const pinned =
  (addresses: readonly LookupAddress[]): LookupFunction =>
  (_host, options, callback) => {
    const [first] = addresses as readonly [LookupAddress];
    if (options.all) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };

/** Null for a body that is longer. */
async function readAtMost({ body }: Dispatcher.ResponseData, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const flat = (headers: Dispatcher.ResponseData['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const [first] = Array.isArray(value) ? value : [value];
      return first === undefined ? [] : [[name, first]];
    }),
  );

/** The system's resolver cannot be interrupted: whoever waits for it can. */
const beforeAbort = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    work.then(resolve, reject);
  });
