import { Controller, Get, Res, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { NoStore } from '../http/no-store.decorator.js';
import { Metrics } from '../metrics/metrics.js';
import { MetricsGuard } from './metrics.guard.js';

@Controller('metrics')
@NoStore()
@UseGuards(MetricsGuard)
@ApiExcludeController()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  /** The text format of Prometheus. */
  @Get()
  async read(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.header('content-type', this.metrics.contentType);
    return this.metrics.text();
  }
}
