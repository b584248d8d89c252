import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { ClientsModule } from '../../clients/clients.module.js';
import { ConnectionsModule } from '../../connections/connections.module.js';
import { ConsentsModule } from '../../oauth/consents/consents.module.js';
import { RealmsModule } from '../../realms/realms.module.js';
import { ScopesModule } from '../../scopes/scopes.module.js';
import { SelfserviceModule } from '../../selfservice/selfservice.module.js';
import { TokensModule } from '../../tokens/tokens.module.js';
import { SessionsModule } from '../../users/sessions/sessions.module.js';
import { UsersModule } from '../../users/users.module.js';
import { SignInModule } from '../sign-in/sign-in.module.js';
import { AccountApplicationsController } from './account-applications.controller.js';
import { AccountChanges } from './account-changes.service.js';
import { AccountPasswordController } from './account-password.controller.js';
import { AccountProfileController } from './account-profile.controller.js';
import { AccountServicesController } from './account-services.controller.js';
import { AccountSessionsController } from './account-sessions.controller.js';
import { AccountVisits } from './account-visits.service.js';
import { Connections } from './connections.service.js';

/** What users see and change of their own accounts. */
@Module({
  imports: [
    AuditModule,
    ClientsModule,
    ConnectionsModule,
    ConsentsModule,
    RealmsModule,
    ScopesModule,
    SelfserviceModule,
    SessionsModule,
    SignInModule,
    TokensModule,
    UsersModule,
  ],
  controllers: [
    AccountProfileController,
    AccountPasswordController,
    AccountSessionsController,
    AccountApplicationsController,
    AccountServicesController,
  ],
  providers: [AccountVisits, AccountChanges, Connections],
})
export class AccountModule {}
