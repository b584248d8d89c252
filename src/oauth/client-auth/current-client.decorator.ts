import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Client } from '../../clients/client.types.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `ClientAuthGuard`. */
    client?: Client;
  }
}

/** The client that `ClientAuthGuard` let in. */
export const CurrentClient = createParamDecorator((_data: unknown, context: ExecutionContext): Client => {
  const { client } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!client) throw new Error('The route has no ClientAuthGuard.');
  return client;
});
