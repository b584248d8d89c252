import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { LiveToken } from './token.types.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `BearerGuard`. */
    token?: LiveToken;
  }
}

/** The access token of the request, as `BearerGuard` found it. */
export const CurrentToken = createParamDecorator((_data: unknown, context: ExecutionContext): LiveToken => {
  const { token } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!token) throw new Error('@CurrentToken() is for routes behind BearerGuard.');
  return token;
});
