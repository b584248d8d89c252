import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Settings } from '../config/settings.js';
import { equalInConstantTime } from '../kernel/digest.js';
import { DomainError } from '../kernel/domain-error.js';

/** Lets everybody in while METRICS_TOKEN is not set, and its bearer alone when it is (RFC 6750 section 2.1). */
@Injectable()
export class MetricsGuard implements CanActivate {
  constructor(private readonly settings: Settings) {}

  canActivate(context: ExecutionContext): boolean {
    const { metricsToken } = this.settings;
    if (metricsToken === undefined) return true;
    const { authorization = '' } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    const [, presented = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
    if (equalInConstantTime(Buffer.from(presented), Buffer.from(metricsToken))) return true;
    throw new DomainError('unauthenticated', 'The metrics are shown to the bearer of METRICS_TOKEN.');
  }
}
