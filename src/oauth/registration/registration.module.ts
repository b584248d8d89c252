import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { ClientsModule } from '../../clients/clients.module.js';
import { Settings } from '../../config/settings.js';
import { EgressModule } from '../../egress/egress.module.js';
import { RateLimit } from '../../http/rate-limit.js';
import { RealmsModule } from '../../realms/realms.module.js';
import { ScopesModule } from '../../scopes/scopes.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { RegistrationAccess } from './registration-access.service.js';
import { RegistrationDrafts } from './registration-drafts.service.js';
import { RegistrationController } from './registration.controller.js';
import { Registrations } from './registrations.service.js';
import { SectorDocuments } from './sector-documents.service.js';

@Module({
  imports: [AuditModule, ClientsModule, EgressModule, RealmsModule, ScopesModule, TokensModule],
  controllers: [RegistrationController],
  providers: [
    Registrations,
    RegistrationAccess,
    RegistrationDrafts,
    SectorDocuments,
    {
      provide: RateLimit,
      inject: [Settings],
      useFactory: (settings: Settings) => new RateLimit(settings.openRequestsPerAddress),
    },
  ],
})
export class RegistrationModule {}
