import type { FastifyInstance } from 'fastify';
import { BodyError } from './body-error.js';
import { parseForm } from './form-body.js';
import { parseJson } from './json-body.js';
import { RawBody } from './raw-body.js';
import { traitsOf } from './route-config.js';

/** Bytes of a body; more is answered with 413. */
export const BODY_LIMIT = 64 * 1024;

/**
 * In place of Fastify's own: a form keeps its repeats, JSON has a bounded depth, everything else is refused, but where a
 * route takes it unread.
 */
export function addBodyParsers(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, (_request, body, done) =>
    settle(() => parseForm(body as Buffer), done),
  );
  server.addContentTypeParser(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'buffer' },
    (_request, body, done) => settle(() => parseJson(body as Buffer), done),
  );
  server.addContentTypeParser('*', (request, payload, done) => {
    if (traitsOf(request).rawBody) done(null, new RawBody(payload));
    else done(new BodyError(415, 'The content type of the body is not one that is understood here.'));
  });
}

function settle(parse: () => unknown, done: (error: Error | null, body?: unknown) => void): void {
  let body: unknown;
  try {
    body = parse();
  } catch (error) {
    return done(error as Error);
  }
  done(null, body);
}
