import type { FastifyRequest } from 'fastify';
import { isIP, type Socket } from 'node:net';

/** What the record of a deed keeps of the request that asked for it. */
export interface RequestInfo {
  /** Made by the server; the caller finds it in `X-Request-Id`. */
  readonly id: string;
  /** IP address of the caller, seen through the proxies of TRUST_PROXY alone. */
  readonly address: string;
}

const MAPPED_IPV4 = '::ffff:';

/** A trusted proxy may still pass on nonsense as an address: then its own is what is known. */
export function requestInfo(request: FastifyRequest): RequestInfo {
  const told = request.ip ?? '';
  return { id: request.id, address: isIP(told) === 0 ? addressOf(request.socket) : plain(told) };
}

/** Of whoever is at the other end of the connection: the caller, or the last proxy. */
export const addressOf = (socket: Socket): string => plain(socket.remoteAddress ?? '');

const plain = (address: string): string =>
  address.startsWith(MAPPED_IPV4) ? address.slice(MAPPED_IPV4.length) : address;
