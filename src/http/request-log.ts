import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import type { Metrics } from '../metrics/metrics.js';
import type { Log } from './log.js';
import { addressOf, requestInfo } from './request-info.js';

const MAX_PATH = 200;
const UNMATCHED = 'unmatched';

/** Stands for the answer that was never begun, because the caller did not wait for it. Nobody is ever sent it. */
const NOBODY_WAITED = 499;

/** One line and one count for each request, when its answer is out or its caller has gone away without waiting for it. */
export class RequestLog {
  /** Known once the application is composed, which is before it listens. */
  private metrics?: Metrics;
  private readonly busy = new WeakSet<Socket>();

  constructor(private readonly log: Log) {}

  addTo(server: FastifyInstance, metrics: Metrics): void {
    this.metrics = metrics;
    server.addHook('onRequest', (request, reply, done) => {
      this.watch(request, reply);
      done();
    });
  }

  watch(request: FastifyRequest, reply: FastifyReply): void {
    const { socket } = request.raw;
    this.busy.add(socket);
    const began = performance.now();
    reply.raw.once('close', () => {
      this.busy.delete(socket);
      const ms = performance.now() - began;
      const route = request.routeOptions.url ?? UNMATCHED;
      this.metrics?.request(request.method, route, statusOf(reply), ms / 1000);
      this.log.info(lineOf(request, reply, ms), 'request');
    });
  }

  /** What came on the socket is no request that anything could watch. One that is under way has a line of its own. */
  unreadable(socket: Socket, requestId: string, status: number, code: string | undefined): void {
    if (this.busy.has(socket)) return;
    this.metrics?.request('unreadable', UNMATCHED, status, 0);
    this.log.info({ requestId, address: addressOf(socket), status, code }, 'request');
  }
}

function lineOf(request: FastifyRequest, reply: FastifyReply, ms: number): object {
  const { id, address } = requestInfo(request);
  const line = {
    requestId: id,
    address,
    method: request.method,
    path: pathOf(request.raw.url ?? ''),
    status: statusOf(reply),
    ms: Math.round(ms * 10) / 10,
  };
  return reply.raw.writableFinished ? line : { ...line, aborted: true };
}

const statusOf = ({ raw, statusCode }: FastifyReply): number => (raw.headersSent ? statusCode : NOBODY_WAITED);

/** Without the query, and without what follows a semicolon: clients have put tokens into either. */
export function pathOf(url: string): string {
  const end = url.search(/[?#;]/);
  return url.slice(0, Math.min(end === -1 ? url.length : end, MAX_PATH));
}
