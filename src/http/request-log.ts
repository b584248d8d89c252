import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from '../metrics/metrics.js';
import type { Log } from './log.js';
import { requestInfo } from './request-info.js';

const MAX_PATH = 200;

/** One line and one count for each request, when its answer is out or its caller has gone away without waiting for it. */
export function addRequestLog(server: FastifyInstance, log: Log, metrics: Metrics): void {
  server.addHook('onRequest', (request, reply, done) => {
    reply.raw.once('close', () => {
      const ms = reply.elapsedTime;
      metrics.request(request.method, request.routeOptions.url ?? 'unmatched', reply.statusCode, ms / 1000);
      logRequest(log, request, reply, ms);
    });
    done();
  });
}

function logRequest(log: Log, request: FastifyRequest, reply: FastifyReply, ms: number): void {
  const { id, address } = requestInfo(request);
  const line = {
    requestId: id,
    address,
    method: request.method,
    path: pathOf(request.raw.url ?? ''),
    status: reply.statusCode,
    ms: Math.round(ms * 10) / 10,
  };
  log.info(reply.raw.writableFinished ? line : { ...line, aborted: true }, 'request');
}

/** Without the query, and without what follows a semicolon: clients have put tokens into either. */
export function pathOf(url: string): string {
  const end = url.search(/[?#;]/);
  return url.slice(0, Math.min(end === -1 ? url.length : end, MAX_PATH));
}
