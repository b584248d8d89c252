import { Module } from '@nestjs/common';
import { KeysModule } from '../keys/keys.module.js';
import { RealmsModule } from '../realms/realms.module.js';
import { ALL_READINESS_CHECKS } from './all-readiness-checks.js';
import { DatabaseMetrics } from './database-metrics.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsGuard } from './metrics.guard.js';
import type { ReadinessCheck } from './readiness-check.js';
import { ReadinessService } from './readiness.service.js';
import { RootController } from './root.controller.js';

@Module({
  imports: [RealmsModule, KeysModule],
  controllers: [RootController, HealthController, MetricsController],
  providers: [
    ...ALL_READINESS_CHECKS,
    {
      provide: ReadinessService,
      useFactory: (...checks: ReadinessCheck[]) => new ReadinessService(checks),
      inject: ALL_READINESS_CHECKS,
    },
    MetricsGuard,
    DatabaseMetrics,
  ],
})
export class HealthModule {}
