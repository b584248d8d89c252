import type { FastifyRequest } from 'fastify';
import { invalidRequest } from '../../protocol/oauth-error.js';

/**
 * The `Authorization` header of a request.
 *
 * @throws OAuthError `invalid_request` for two of them: Node would show the first and hide that there are more.
 */
export function authorizationOf(request: FastifyRequest): string | undefined {
  const names = request.raw.rawHeaders.filter((name, index) => index % 2 === 0 && isAuthorization(name));
  if (names.length > 1) throw invalidRequest('The request has more than one Authorization header.');
  return request.headers.authorization;
}

const isAuthorization = (name: string): boolean => name.length === 13 && name.toLowerCase() === 'authorization';
