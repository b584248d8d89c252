import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { queryOf } from '../../http/query-of.js';
import { invalidRequest } from '../../protocol/oauth-error.js';

/** Addresses are logged, kept and passed on: a protocol endpoint takes no parameter from there (requirement 40). */
@Injectable()
export class NoQueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { url } = context.switchToHttp().getRequest<FastifyRequest>();
    if (queryOf(url) === '') return true;
    throw invalidRequest('Parameters are not accepted in the URL: they belong in the body of the request.');
  }
}
