import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { UsersModule } from '../users.module.js';
import { SessionEndings } from './session-endings.service.js';
import { SessionStarts } from './session-starts.service.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';

@Module({
  imports: [AuditModule, UsersModule],
  providers: [SessionsRepository, SessionEndings, SessionStarts, SessionsService],
  exports: [SessionsService],
})
export class SessionsModule {}
