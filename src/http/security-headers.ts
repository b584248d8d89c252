import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { traitsOf } from './route-config.js';

const COMMON = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };

export const API_HEADERS = { ...COMMON, 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" };

/** The API reference is the one page of the server that runs scripts: its own, and none from elsewhere. */
const DOCS = {
  ...COMMON,
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
};

export const NO_STORE = { 'cache-control': 'no-store', 'pragma': 'no-cache' };

/** Set before anything is decided, so that every answer carries them, also those that no handler sees. */
export function addSecurityHeaders(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    setSecurityHeaders(request, reply);
    done();
  });
}

export function setSecurityHeaders(request: FastifyRequest, reply: FastifyReply): void {
  const isDocs = /^\/docs(\/|$)/.test(request.routeOptions.url ?? '');
  reply.headers(isDocs ? DOCS : API_HEADERS).header('x-request-id', request.id);
  if (traitsOf(request).noStore) reply.headers(NO_STORE);
}
