import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ManagementRequest } from '../tokens/management/management.types.js';

export type GuardedRequest = FastifyRequest & { admin?: ManagementRequest };

/** What AdminGuard found out: who asks, and for which realm. */
export const CurrentAdmin = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<GuardedRequest>().admin,
);
