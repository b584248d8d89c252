import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Server } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.js';
import { SystemRandom } from '../kernel/random.js';
import { addBodyParsers, BODY_LIMIT } from './body-parsers.js';
import { clientErrors } from './client-error.js';
import { sendRefusal } from './error.filter.js';
import { addRawBodies } from './raw-body.js';
import { ofStatus } from './refusal.js';
import { requestIds } from './request-ids.js';
import type { RequestLog } from './request-log.js';
import { setSecurityHeaders } from './security-headers.js';

/** Milliseconds. A request has to be there whole within `request`; idle connections outlive those of usual load balancers. */
const TIMEOUTS = { headers: 10_000, request: 30_000, keepAlive: 72_000, check: 2_000 };

/** Bytes of the request line and all headers. */
const HEADER_LIMIT = 16 * 1024;

/** Characters of one decoded segment of a path: the longest name that a resource can have, percent-encoded. */
const SEGMENT_LIMIT = 1024;

/**
 * Fastify with the limits of this server. Paths are compared exactly (case, slashes), and there is no middleware: what
 * protects a route is a guard of its handler, which no spelling of a path goes round.
 */
export function createAdapter(settings: Settings, requests: RequestLog): FastifyAdapter {
  const nextId = requestIds(new SystemRandom());
  const adapter = new FastifyAdapter({
    logger: false,
    skipMiddie: true,
    trustProxy: settings.trustProxy.length > 0 ? [...settings.trustProxy] : false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: TIMEOUTS.request,
    keepAliveTimeout: TIMEOUTS.keepAlive,
    forceCloseConnections: true,
    return503OnClosing: false,
    genReqId: nextId,
    http: {
      maxHeaderSize: HEADER_LIMIT,
      headersTimeout: TIMEOUTS.headers,
      connectionsCheckingInterval: TIMEOUTS.check,
      // Node would answer without a body and without a line in the log; see `host-header.ts`.
      requireHostHeader: false,
    },
    routerOptions: { maxParamLength: SEGMENT_LIMIT },
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
      setSecurityHeaders(request, reply);
      requests.watch(request, reply);
      sendRefusal(reply, ofStatus(error.statusCode ?? 400));
    },
    clientErrorHandler: clientErrors(requests, nextId),
  });
  serveWhateverIsExpected(adapter.getInstance().server);
  addBodyParsers(adapter.getInstance());
  addRawBodies(adapter.getInstance());
  return adapter;
}

/** A server may disregard an expectation that it does not know (RFC 9110 section 10.1.1); Node would answer 417 by itself. */
function serveWhateverIsExpected(server: Server): void {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}
