import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RateLimit } from './rate-limit.js';
import { requestInfo } from './request-info.js';

/** Stands before everything that reads: what is over the limit costs nothing but the answer. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(private readonly limit: RateLimit) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    await this.limit.take(requestInfo(context.switchToHttp().getRequest<FastifyRequest>()).address);
    return true;
  }
}
