import type { FastifyReply, FastifyRequest } from 'fastify';

/** Value of a cookie of the request (RFC 6265 section 5.4); of two by one name the first. Our values need no decoding. */
export function cookieOf(request: FastifyRequest, name: string): string | undefined {
  const start = `${name}=`;
  const pair = (request.headers.cookie ?? '')
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(start));
  const value = pair?.slice(start.length);
  return value === '' ? undefined : value;
}

/**
 * Adds a cookie that this host alone gets back and no script reads (RFC 6265bis section 4.1.3).
 *
 * @param name begins with `__Host-`.
 * @param value characters of base64url.
 * @param maxAge seconds; 0 takes the cookie back, none lets it end with the browser.
 */
export function addCookie(reply: FastifyReply, name: string, value: string, maxAge?: number): void {
  const age = maxAge === undefined ? '' : `; Max-Age=${maxAge}`;
  reply.header('set-cookie', `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax${age}`);
}
