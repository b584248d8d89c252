import type { LookupAddress } from 'node:dns';
import { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { request as call, type Dispatcher } from 'undici';
import { EgressJudge } from './egress-judge.js';
import {
  EgressError,
  type EgressCall,
  type EgressFault,
  type EgressLane,
  type EgressRequest,
  type EgressResponse,
  type EgressStream,
  type EgressStreamRequest,
} from './egress.types.js';
import { PinnedConnection } from './pinned-connection.js';

const MAX_BYTES = 64 * 1024;
const TIMEOUT_MS = 5000;
const CONNECT_TIMEOUT_MS = 5000;
/** Calls that one process has under way at most: addresses are named by strangers. */
const MAX_AT_ONCE: Readonly<Record<EgressLane, number>> = { usual: 64, provider: 64, notices: 128 };
/** Streams wait for those who read them, and so are counted apart. */
const MAX_STREAMS = 256;
const MAX_STREAMS_OF_REALM = 64;

/** A call on its way. */
interface Passage {
  readonly answer: Dispatcher.ResponseData;
  readonly connection: PinnedConnection;
  readonly signal: AbortSignal;
}

/**
 * The one door out (requirement 67). Only https, only to public addresses, but for what `EGRESS_ALLOW` names. The name is
 * resolved once, every address of it is judged, and the connection goes to one of those: no second look-up could lead
 * elsewhere. Redirects are answers like others, and are not followed. Answers are bounded in size and time.
 */
@Injectable()
export class Egress {
  private readonly logger = new Logger(Egress.name);
  private readonly underWay: Record<EgressLane, number> = { usual: 0, provider: 0, notices: 0 };
  private streams = 0;
  private readonly streamsOf = new Map<string, number>();

  constructor(private readonly judge: EgressJudge) {}

  /** @throws EgressError when there is no answer, or none that may be taken. */
  async fetch(address: string, request: EgressRequest): Promise<EgressResponse> {
    const { lane = 'usual' } = request;
    if (this.underWay[lane] >= MAX_AT_ONCE[lane]) throw this.failure('busy', address, request);
    this.underWay[lane]++;
    try {
      const passage = await this.begin(address, request);
      const body = await this.whole(address, request, passage);
      return { status: passage.answer.statusCode, headers: flat(passage.answer.headers), body };
    } finally {
      this.underWay[lane]--;
    }
  }

  /** The same, with a body that is handed on as it comes. @throws EgressError when there is no answer. */
  async open(address: string, request: EgressStreamRequest): Promise<EgressStream> {
    if (!this.hasRoom(request)) throw this.failure('busy', address, request);
    this.count(request, 1);
    try {
      const passage = await this.begin(address, request);
      const body = this.handedOn(address, request, passage);
      return { status: passage.answer.statusCode, headers: present(passage.answer.headers), body };
    } catch (error) {
      this.count(request, -1);
      throw error;
    }
  }

  private hasRoom({ realmId }: EgressStreamRequest): boolean {
    return this.streams < MAX_STREAMS && (this.streamsOf.get(realmId) ?? 0) < MAX_STREAMS_OF_REALM;
  }

  private count({ realmId }: EgressStreamRequest, change: 1 | -1): void {
    const ofRealm = (this.streamsOf.get(realmId) ?? 0) + change;
    this.streams += change;
    if (ofRealm > 0) this.streamsOf.set(realmId, ofRealm);
    else this.streamsOf.delete(realmId);
  }

  private async begin(address: string, request: EgressRequest | EgressStreamRequest): Promise<Passage> {
    const url = this.judge.urlOf(address, request.standardPort ?? false);
    if (!url) throw this.failure('refused', address, request);
    const signal = AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS);
    const addresses = await this.addressesOf(url, request, signal);
    const connection = new PinnedConnection(addresses, request.connectTimeoutMs ?? CONNECT_TIMEOUT_MS);
    const { method = 'GET', headers, body } = request;
    const sent = { 'user-agent': 'realmgate', 'accept-encoding': 'identity', ...headers };
    try {
      const { dispatcher } = connection;
      const answer = await call(url, {
        dispatcher,
        method: method as Dispatcher.HttpMethod,
        headers: sent,
        body,
        signal,
      });
      return { answer, connection, signal };
    } catch (error) {
      await connection.end();
      throw this.failure(signal.aborted ? 'too_slow' : 'unreachable', address, request, error, connection.reached);
    }
  }

  private async addressesOf(url: URL, request: EgressCall, signal: AbortSignal): Promise<readonly LookupAddress[]> {
    try {
      const addresses = await beforeAbort(this.judge.addressesOf(url), signal);
      if (addresses.length > 0) return addresses;
    } catch (error) {
      throw this.failure(signal.aborted ? 'too_slow' : 'unreachable', url.href, request, error);
    }
    throw this.failure('refused', url.href, request);
  }

  private async whole(address: string, request: EgressCall, { answer, connection, signal }: Passage): Promise<Buffer> {
    try {
      const bytes = await readAtMost(answer, request.maxBytes ?? MAX_BYTES);
      if (bytes) return bytes;
    } catch (error) {
      throw this.failure(signal.aborted ? 'too_slow' : 'unreachable', address, request, error, true);
    } finally {
      await connection.end();
    }
    throw this.failure('too_large', address, request, undefined, true);
  }

  /** Whichever side ends the stream ends the connection, and one that nobody reads ends with its time. */
  private handedOn(address: string, request: EgressStreamRequest, passage: Passage): Readable {
    const body = Readable.from(this.chunks(address, request, passage), { objectMode: false });
    const tooSlow = (): void => {
      body.destroy(this.failure('too_slow', address, request, undefined, true));
    };
    passage.signal.addEventListener('abort', tooSlow, { once: true });
    body.on('error', () => undefined);
    body.once('close', () => {
      passage.signal.removeEventListener('abort', tooSlow);
      this.count(request, -1);
      void passage.connection.end();
    });
    return body;
  }

  private async *chunks(address: string, request: EgressCall, { answer, signal }: Passage): AsyncGenerator<Buffer> {
    const { maxBytes = Infinity } = request;
    let size = 0;
    try {
      for await (const chunk of answer.body as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > maxBytes) throw this.failure('too_large', address, request, undefined, true);
        yield chunk;
      }
    } catch (error) {
      if (error instanceof EgressError) throw error;
      throw this.failure(signal.aborted ? 'too_slow' : 'unreachable', address, request, error, true);
    }
  }

  /** The host is for the log alone, and of the address nothing but the host: the rest may hold what is secret. */
  private failure(
    fault: EgressFault,
    address: string,
    { purpose }: EgressCall,
    cause?: unknown,
    sent = false,
  ): EgressError {
    const host = URL.canParse(address) ? new URL(address).host : 'no host';
    this.logger.warn(`A call out for ${purpose} came to nothing (${fault}, ${host})`);
    return new EgressError(fault, cause, sent);
  }
}

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

const present = (headers: Dispatcher.ResponseData['headers']): Record<string, string | readonly string[]> =>
  Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined),
  );

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
