import type { FastifyInstance, onRequestHookHandler, onResponseHookHandler } from 'fastify';
import type { Readable } from 'node:stream';
import { routeTraits } from './route-config.js';

/** A body as it arrives, whatever it is: nobody has read it. */
export class RawBody {
  constructor(readonly stream: Readable) {}
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The `Content-Type` of a body that is not parsed. */
    rawContentType?: string;
  }
}

/** The one name under which all of them go past the parsers of forms and JSON. */
const UNPARSED = 'application/octet-stream';

/** The handler takes the body of its request as a {@link RawBody}, which may be empty; undefined for a method without one. */
export const TakesRawBody = (): ClassDecorator & MethodDecorator => routeTraits({ rawBody: true });

const setAside: onRequestHookHandler = (request, _reply, done) => {
  request.rawContentType = request.headers['content-type'];
  request.headers['content-type'] = UNPARSED;
  done();
};

/** What its handler has left would stand in the way of the next request on the connection. */
const drain: onResponseHookHandler = (request, _reply, done) => {
  request.raw.resume();
  done();
};

/** Must be added before the routes are. */
export function addRawBodies(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    if (!route.config?.rawBody) return;
    route.onRequest = [setAside, ...[route.onRequest ?? []].flat()];
    route.onResponse = [drain, ...[route.onResponse ?? []].flat()];
  });
}
