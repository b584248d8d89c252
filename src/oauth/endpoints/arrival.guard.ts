import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Clock } from '../../kernel/clock.js';

export type TimedRequest = FastifyRequest & { arrivedAt: number };

/**
 * Notes when a request arrived. It stands before every guard that reads something: what is then issued counts as issued
 * at that moment, so that a `notBefore` set while the request was under way ends it.
 */
@Injectable()
export class ArrivalGuard implements CanActivate {
  constructor(private readonly clock: Clock) {}

  canActivate(context: ExecutionContext): boolean {
    context.switchToHttp().getRequest<TimedRequest>().arrivedAt = this.clock.now();
    return true;
  }
}
