import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';

/** A way to one host alone, by the addresses that were judged, whatever its name means by then. */
export class PinnedConnection {
  readonly dispatcher: Agent;
  private connected = false;

  constructor(addresses: readonly LookupAddress[], timeoutMs: number) {
    const connect = buildConnector({ lookup: pinned(addresses), timeout: timeoutMs });
    const noting: typeof connect = (options, callback) =>
      connect(options, (...result) => {
        this.connected ||= result[0] === null;
        callback(...result);
      });
    this.dispatcher = new Agent({ connect: noting, pipelining: 0, headersTimeout: 0, bodyTimeout: 0 });
  }

  /** Whether the other side was there, and so may have heard. */
  get reached(): boolean {
    return this.connected;
  }

  async end(): Promise<void> {
    await this.dispatcher.destroy();
  }
}

const pinned =
  (addresses: readonly LookupAddress[]): LookupFunction =>
  (_host, options, callback) => {
    const [first] = addresses as readonly [LookupAddress];
    if (options.all) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };
