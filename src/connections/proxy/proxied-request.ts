import type { FastifyRequest } from 'fastify';
import { RawBody } from '../../http/raw-body.js';
import { splitOnce } from '../../kernel/split-once.js';
import { proxiedBody } from './proxied-body.js';
import { HOST_HEADER } from './proxy-headers.rules.js';
import type { UpstreamRequest } from './proxy.types.js';

/** `/realms/{realm}/connections/{id}/proxy/`: what follows is taken as it was written, for decoding would hide what it is. */
const SLASHES = 6;

/**
 * What a request to the proxy asks for, in the very spelling of its request line.
 *
 * @param maxBytes of its body
 * @throws BodyError 413
 */
export async function proxiedRequest(request: FastifyRequest, maxBytes: number): Promise<UpstreamRequest> {
  const { method, headers, body, raw, rawContentType } = request;
  const [address, query] = splitOnce(raw.url ?? '', '?');
  const host = headers[HOST_HEADER];
  const announced = headers['content-length'];
  return {
    method,
    place: { path: address.split('/').slice(SLASHES).join('/'), query, ...(typeof host === 'string' && { host }) },
    headers: { ...headers, 'content-type': rawContentType },
    body: await proxiedBody(
      body instanceof RawBody ? body.stream : undefined,
      announced === undefined ? null : Number(announced),
      maxBytes,
    ),
  };
}
