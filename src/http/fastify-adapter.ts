import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.js';
import { SystemRandom } from '../kernel/random.js';
import { addBodyParsers, BODY_LIMIT } from './body-parsers.js';
import { answerClientError } from './client-error.js';
import { sendRefusal } from './error.filter.js';
import { ofStatus } from './refusal.js';
import { requestIds } from './request-ids.js';

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
export function createAdapter(settings: Settings): FastifyAdapter {
  const adapter = new FastifyAdapter({
    logger: false,
    skipMiddie: true,
    trustProxy: settings.trustProxy.length > 0 ? [...settings.trustProxy] : false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: TIMEOUTS.request,
    keepAliveTimeout: TIMEOUTS.keepAlive,
    forceCloseConnections: true,
    return503OnClosing: false,
    genReqId: requestIds(new SystemRandom()),
    http: {
      maxHeaderSize: HEADER_LIMIT,
      headersTimeout: TIMEOUTS.headers,
      connectionsCheckingInterval: TIMEOUTS.check,
    },
    routerOptions: { maxParamLength: SEGMENT_LIMIT },
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) =>
      sendRefusal(reply, ofStatus(error.statusCode ?? 400)),
    clientErrorHandler: answerClientError,
  });
  addBodyParsers(adapter.getInstance());
  return adapter;
}
