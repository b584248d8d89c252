import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { ClientsModule } from '../../clients/clients.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { UsersModule } from '../../users/users.module.js';
import { ConsentRecords } from './consent-records.service.js';
import { ConsentsRepository } from './consents.repository.js';
import { ConsentsService } from './consents.service.js';

@Module({
  imports: [AuditModule, ClientsModule, TokensModule, UsersModule],
  providers: [ConsentsRepository, ConsentRecords, ConsentsService],
  exports: [ConsentsService],
})
export class ConsentsModule {}
