import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { NoStore } from '../http/no-store.decorator.js';
import { type Readiness, ReadinessService } from './readiness.service.js';

/** For load balancers and orchestrators. */
@Controller('health')
@NoStore()
@ApiExcludeController()
export class HealthController {
  constructor(private readonly readiness: ReadinessService) {}

  /** That the process answers; says nothing of the database, for which no restart is a cure. */
  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 503 while requests should go elsewhere. */
  @Get('ready')
  async ready(
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ status: string; checks: Readiness['checks'] }> {
    const { ready, checks } = await this.readiness.read();
    if (!ready) reply.code(503);
    return { status: ready ? 'ok' : 'unavailable', checks };
  }
}
