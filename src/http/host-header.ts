import type { FastifyReply, FastifyRequest } from 'fastify';
import { BodyError } from './body-error.js';

/**
 * Hook: a request of HTTP/1.1 has exactly one `Host`, and no request has two (RFC 9112 section 3.2), for proxies would
 * differ in which one counts. Nothing here is decided by its value.
 */
export function refuseUnlessOneHost(
  { raw }: FastifyRequest,
  _reply: FastifyReply,
  done: (error?: Error) => void,
): void {
  const hosts = countHosts(raw.rawHeaders);
  if (hosts === 1 || (hosts === 0 && raw.httpVersion === '1.0')) return done();
  done(new BodyError(400, 'The request needs exactly one Host header.'));
}

/** Every second entry is a name. */
function countHosts(headers: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < headers.length; at += 2) {
    const name = headers[at] as string;
    if (name.length === 'host'.length && name.toLowerCase() === 'host') count += 1;
  }
  return count;
}
