import { Module } from '@nestjs/common';
import { AuditEventsRepository } from './audit-events.repository.js';
import { AuditService } from './audit.service.js';

@Module({ providers: [AuditEventsRepository, AuditService], exports: [AuditService] })
export class AuditModule {}
